import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  computeRequestSchema,
  computeResponseSchema,
  runListSchema,
  runSchema,
} from '@etude/plugin-metrics-common';
import { z } from 'zod';
import type { Computations } from '../services/computations';
import { abortOnClose } from './abort-on-close';
import { idParamsSchema } from './id-params';

/** Routes of computations and their runs. */
export const computationsRoutes = (computations: Computations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/computations',
    operationId: 'compute',
    summary: 'Computes the moments of an experiment’s metrics.',
    body: computeRequestSchema,
    response: computeResponseSchema,
    handle: async ({ body, caller, response }) => {
      const { runId, result } = await computations.compute({
        body,
        caller,
        signal: abortOnClose(response),
      });
      return {
        runId,
        result: {
          ...result,
          moments: [...result.moments],
          traffic: [...result.traffic],
        },
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/runs',
    operationId: 'listRuns',
    summary: 'Runs, newest first, at most 100.',
    query: z.object({ experimentId: z.string().optional() }),
    response: runListSchema,
    handle: async ({ query, caller }) => ({
      runs: await computations.listRuns(query, caller),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/runs/{id}',
    operationId: 'getRun',
    summary: 'One run with its SQL.',
    params: idParamsSchema,
    response: runSchema,
    handle: ({ params, caller }) => computations.getRun(params.id, caller),
  }),
];
