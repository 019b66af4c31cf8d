import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  factTableFreshnessSchema,
  warehouseListSchema,
  warehouseTestSchema,
} from '@etude/plugin-metrics-common';
import type { WarehouseChecks } from '../services/warehouse-checks';
import { abortOnClose } from './abort-on-close';
import { idParamsSchema } from './id-params';

/** Routes of warehouses: which there are, whether they answer, how fresh. */
export const warehousesRoutes = (checks: WarehouseChecks): Route[] => [
  defineRoute({
    method: 'get',
    path: '/warehouses',
    operationId: 'listWarehouses',
    summary: 'The lake and the configured warehouses, without secrets.',
    response: warehouseListSchema,
    handle: async ({ caller }) => ({ warehouses: await checks.list(caller) }),
  }),
  defineRoute({
    method: 'post',
    path: '/warehouses/{id}/test',
    operationId: 'testWarehouse',
    summary: 'Tests the connection to a warehouse, and says how to mend it.',
    params: idParamsSchema,
    response: warehouseTestSchema,
    handle: ({ params, caller, request }) =>
      checks.test(params.id, { caller, request }),
  }),
  defineRoute({
    method: 'get',
    path: '/fact-tables/{id}/freshness',
    operationId: 'getFreshness',
    summary: 'The newest time of a fact table and its rows of the last days.',
    params: idParamsSchema,
    response: factTableFreshnessSchema,
    handle: ({ params, caller, response }) =>
      checks.freshness(params.id, { caller, signal: abortOnClose(response) }),
  }),
];
