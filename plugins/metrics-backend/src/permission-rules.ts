import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import type { EventDefinition, FactTable, Metric } from '@etude/metrics';
import {
  RESOURCE_TYPE_EVENT_DEFINITION,
  RESOURCE_TYPE_FACT_TABLE,
  RESOURCE_TYPE_METRIC,
  RESOURCE_TYPE_RUN,
} from '@etude/plugin-metrics-common';
import type { Run } from '@etude/plugin-metrics-common';
import { z } from 'zod';

/** Rows whose `column` is one of `values`. */
export type OwnerQuery = {
  readonly column: 'owner';
  readonly values: readonly string[];
};

/** Metrics, as policies speak of them. */
export const metricResourceRef = createPermissionResourceRef<
  Metric,
  OwnerQuery
>().with({ pluginId: 'metrics', resourceType: RESOURCE_TYPE_METRIC });

/** Fact tables, as policies speak of them. */
export const factTableResourceRef = createPermissionResourceRef<
  FactTable,
  OwnerQuery
>().with({ pluginId: 'metrics', resourceType: RESOURCE_TYPE_FACT_TABLE });

/** Event definitions, as policies speak of them. */
export const eventDefinitionResourceRef = createPermissionResourceRef<
  EventDefinition,
  OwnerQuery
>().with({ pluginId: 'metrics', resourceType: RESOURCE_TYPE_EVENT_DEFINITION });

/** Runs, as policies speak of them. */
export const runResourceRef = createPermissionResourceRef<
  Run,
  OwnerQuery
>().with({ pluginId: 'metrics', resourceType: RESOURCE_TYPE_RUN });

const claimsSchema = z.object({
  claims: z
    .array(z.string())
    .describe('Entity references of which the owner has to be one'),
});

const ownerQuery = (claims: readonly string[]): OwnerQuery => ({
  column: 'owner',
  values: claims,
});

/** Allows people who are, or belong to, the owner of a metric. */
export const isMetricOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow the owner of the metric',
  resourceRef: metricResourceRef,
  paramsSchema: claimsSchema,
  apply: (metric, { claims }) => claims.includes(metric.owner),
  toQuery: ({ claims }) => ownerQuery(claims),
});

/** Allows people who are, or belong to, the owner of a fact table. */
export const isFactTableOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow the owner of the fact table',
  resourceRef: factTableResourceRef,
  paramsSchema: claimsSchema,
  apply: (factTable, { claims }) => claims.includes(factTable.owner),
  toQuery: ({ claims }) => ownerQuery(claims),
});

/** Allows people who are, or belong to, the owner of an event definition. */
export const isEventDefinitionOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow the owner of the event definition',
  resourceRef: eventDefinitionResourceRef,
  paramsSchema: claimsSchema,
  apply: ({ owner }, { claims }) => claims.includes(owner),
  toQuery: ({ claims }) => ownerQuery(claims),
});

/**
 * Allows people who are, or belong to, the owner of what a run was for, or who
 * asked for it themselves.
 */
export const isRunOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow the owner of the run, or who asked for it',
  resourceRef: runResourceRef,
  paramsSchema: claimsSchema,
  apply: ({ owner, requestedBy }, { claims }) =>
    claims.includes(owner ?? requestedBy) || claims.includes(requestedBy),
  toQuery: ({ claims }) => ownerQuery(claims),
});
