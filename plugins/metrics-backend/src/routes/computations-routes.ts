import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  computationProblemsSchema,
  computeRequestSchema,
  computeResponseSchema,
} from '@etude/plugin-metrics-common';
import type { ComputeResponse } from '@etude/plugin-metrics-common';
import type { Answer } from '../services/awaited-runs';
import type { Computations } from '../services/computations';
import { abortOnClose } from './abort-on-close';
import { idParamsSchema } from './id-params';

const responseOf = ({ runId, result }: Answer): ComputeResponse => ({
  runId,
  result: result && {
    ...result,
    moments: [...result.moments],
    traffic: [...result.traffic],
  },
});

/** Routes of computations. */
export const computationsRoutes = (computations: Computations): Route[] => [
  defineRoute({
    method: 'post',
    path: '/computations',
    operationId: 'compute',
    summary:
      'Computes the moments of an experiment’s metrics; a null result comes later.',
    body: computeRequestSchema,
    response: computeResponseSchema,
    handle: async ({ body, caller, response }) =>
      responseOf(
        await computations.compute({
          body,
          caller,
          signal: abortOnClose(response),
        }),
      ),
  }),
  defineRoute({
    method: 'post',
    path: '/computations:check',
    operationId: 'checkComputation',
    summary: 'What keeps a computation from being planned; nothing runs.',
    body: computeRequestSchema,
    response: computationProblemsSchema,
    handle: async ({ body, caller }) => ({
      problems: (await computations.problems(body, caller)).map(
        ({ code, message, path }) => ({ code, message, path }),
      ),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/computations/{id}',
    operationId: 'awaitComputation',
    summary: 'Waits for the result of a computation; null: ask again.',
    params: idParamsSchema,
    response: computeResponseSchema,
    handle: async ({ params, caller, response }) =>
      responseOf(
        await computations.wait(params.id, caller, abortOnClose(response)),
      ),
  }),
];
