import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  createFactTableRequestSchema,
  describeSourceRequestSchema,
  describeSourceResponseSchema,
  factTableListSchema,
  factTableVersionListSchema,
  storedFactTableSchema,
  updateFactTableRequestSchema,
} from '@etude/plugin-metrics-common';
import { z } from 'zod';
import type { FactTables } from '../services/fact-tables';
import { idParamsSchema } from './id-params';

/** Routes of fact tables. */
export const factTablesRoutes = (factTables: FactTables): Route[] => [
  defineRoute({
    method: 'get',
    path: '/fact-tables',
    operationId: 'listFactTables',
    summary: 'Fact tables by name.',
    query: z.object({ owner: z.string().optional(), q: z.string().optional() }),
    response: factTableListSchema,
    handle: async ({ query, caller }) => ({
      factTables: await factTables.list(query, caller),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/fact-tables',
    operationId: 'createFactTable',
    summary: 'Creates a fact table after finding its columns in its warehouse.',
    body: createFactTableRequestSchema,
    response: storedFactTableSchema,
    status: 201,
    handle: call => factTables.create(call),
  }),
  defineRoute({
    method: 'post',
    path: '/fact-tables:describe',
    operationId: 'describeSource',
    summary: 'The columns of a source, without reading its rows.',
    body: describeSourceRequestSchema,
    response: describeSourceResponseSchema,
    handle: async ({ body, caller }) => ({
      columns: [...(await factTables.describe(body, caller))],
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/fact-tables/{id}',
    operationId: 'getFactTable',
    summary: 'One fact table.',
    params: idParamsSchema,
    response: storedFactTableSchema,
    handle: ({ params, caller }) => factTables.get(params.id, caller),
  }),
  defineRoute({
    method: 'put',
    path: '/fact-tables/{id}',
    operationId: 'updateFactTable',
    summary: 'Changes a fact table unless a metric would no longer work.',
    params: idParamsSchema,
    body: updateFactTableRequestSchema,
    response: storedFactTableSchema,
    handle: ({ params, ...call }) => factTables.update(params.id, call),
  }),
  defineRoute({
    method: 'get',
    path: '/fact-tables/{id}/versions',
    operationId: 'listFactTableVersions',
    summary: 'The definitions that a fact table has and had, latest first.',
    params: idParamsSchema,
    response: factTableVersionListSchema,
    handle: async ({ params, caller }) => ({
      versions: await factTables.versions(params.id, caller),
    }),
  }),
];
