import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import type { Experiment } from '@etude/lifecycle';
import { EXPERIMENT_RESOURCE_TYPE } from '@etude/plugin-experiments-common';
import { z } from 'zod';

/** What a policy's conditions turn into for a query; experiments need none. */
type ExperimentFilter = { readonly owners: readonly string[] };

/** Ties conditions of a permission policy to experiments. */
export const experimentResourceRef = createPermissionResourceRef<
  Experiment,
  ExperimentFilter
>().with({
  pluginId: 'experiments',
  resourceType: EXPERIMENT_RESOURCE_TYPE,
});

/** `IS_OWNER`: the experiment is owned by one of the claims (entity refs). */
export const isOwnerRule = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow when the experiment is owned by one of the claims',
  resourceRef: experimentResourceRef,
  paramsSchema: z.object({ claims: z.array(z.string()) }),
  apply: (experiment, { claims }) => claims.includes(experiment.owner),
  toQuery: ({ claims }) => ({ owners: claims }),
});
