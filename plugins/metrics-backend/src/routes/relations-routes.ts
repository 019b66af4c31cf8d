import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  createRelationRequestSchema,
  relationCoverageSchema,
  relationListSchema,
  storedRelationSchema,
  updateRelationRequestSchema,
} from '@etude/plugin-metrics-common';
import { z } from 'zod';
import type { Relations } from '../services/relations';
import { abortOnClose } from './abort-on-close';
import { idParamsSchema } from './id-params';

/** Routes of relations between entities. */
export const relationsRoutes = (relations: Relations): Route[] => [
  defineRoute({
    method: 'get',
    path: '/relations',
    operationId: 'listRelations',
    summary: 'Relations between entities by name.',
    response: relationListSchema,
    handle: async ({ caller }) => ({ relations: await relations.list(caller) }),
  }),
  defineRoute({
    method: 'post',
    path: '/relations',
    operationId: 'createRelation',
    summary: 'Says how ids of one entity lead to those of another.',
    body: createRelationRequestSchema,
    response: storedRelationSchema,
    status: 201,
    handle: call => relations.create(call),
  }),
  defineRoute({
    method: 'put',
    path: '/relations/{id}',
    operationId: 'updateRelation',
    summary: 'Changes a relation.',
    params: idParamsSchema,
    body: updateRelationRequestSchema,
    response: storedRelationSchema,
    handle: ({ params, ...call }) => relations.update(params.id, call),
  }),
  defineRoute({
    method: 'delete',
    path: '/relations/{id}',
    operationId: 'removeRelation',
    summary: 'Removes a relation: facts along it have no unit from then on.',
    params: idParamsSchema,
    body: z.object({ etag: z.string() }),
    response: z.object({}),
    handle: async ({ params, ...call }) => {
      await relations.remove(params.id, call);
      return {};
    },
  }),
  defineRoute({
    method: 'get',
    path: '/relations/{id}/coverage',
    operationId: 'getRelationCoverage',
    summary: 'How many ids of a relation lead to exactly one other.',
    params: idParamsSchema,
    response: relationCoverageSchema,
    handle: ({ params, caller, response }) =>
      relations.coverage(params.id, caller, abortOnClose(response)),
  }),
];
