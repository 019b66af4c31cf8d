import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  budgetListSchema,
  runListQuerySchema,
  runListSchema,
  runSchema,
} from '@etude/plugin-metrics-common';
import type { Runs } from '../services/runs';
import { idParamsSchema } from './id-params';

/** Routes of runs and of what teams used of the warehouses. */
export const runsRoutes = (runs: Runs): Route[] => [
  defineRoute({
    method: 'get',
    path: '/runs',
    operationId: 'listRuns',
    summary: 'Runs, newest first, at most 100.',
    query: runListQuerySchema,
    response: runListSchema,
    handle: async ({ query, caller }) => ({
      runs: await runs.list(query, caller),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/runs/{id}',
    operationId: 'getRun',
    summary: 'One run with its SQL, and what it is at.',
    params: idParamsSchema,
    response: runSchema,
    handle: ({ params, caller }) => runs.get(params.id, caller),
  }),
  defineRoute({
    method: 'post',
    path: '/runs/{id}/cancel',
    operationId: 'cancelRun',
    summary: 'Stops a run, on the warehouse too.',
    params: idParamsSchema,
    response: runSchema,
    handle: ({ params, caller, request }) =>
      runs.cancel({ id: params.id, caller, request }),
  }),
  defineRoute({
    method: 'get',
    path: '/budgets',
    operationId: 'listBudgets',
    summary: 'What teams may use of the warehouses, and what they used.',
    response: budgetListSchema,
    handle: async ({ caller }) => ({ budgets: await runs.budgets(caller) }),
  }),
];
