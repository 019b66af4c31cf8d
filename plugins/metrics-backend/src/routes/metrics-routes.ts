import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  baselineRequestSchema,
  baselineResponseSchema,
  createMetricRequestSchema,
  metricListSchema,
  storedMetricSchema,
  updateMetricRequestSchema,
} from '@etude/plugin-metrics-common';
import { z } from 'zod';
import type { Baselines } from '../services/baselines';
import type { Metrics } from '../services/metrics';
import { abortOnClose } from './abort-on-close';
import { idParamsSchema } from './id-params';

const listQuerySchema = z.object({
  owner: z.string().optional(),
  q: z.string().optional(),
  factTableId: z.string().optional(),
  state: z.enum(['active', 'archived']).optional(),
});

/** Routes of metrics and their baselines. */
export const metricsRoutes = (
  metrics: Metrics,
  baselines: Baselines,
): Route[] => [
  defineRoute({
    method: 'get',
    path: '/metrics',
    operationId: 'listMetrics',
    summary: 'Metrics by name.',
    query: listQuerySchema,
    response: metricListSchema,
    handle: async ({ query, caller }) => ({
      metrics: await metrics.list(query, caller),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/metrics',
    operationId: 'createMetric',
    summary: 'Creates a metric after planning a computation of it.',
    body: createMetricRequestSchema,
    response: storedMetricSchema,
    status: 201,
    handle: call => metrics.create(call),
  }),
  defineRoute({
    method: 'post',
    path: '/metrics:baseline',
    operationId: 'baselineMetrics',
    summary: 'Mean and variance of metrics lately, or why they are not known.',
    body: baselineRequestSchema,
    response: baselineResponseSchema,
    handle: async ({ body, caller, response }) => ({
      baselines: await baselines.baseline({
        body,
        caller,
        signal: abortOnClose(response),
      }),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/metrics/{id}',
    operationId: 'getMetric',
    summary: 'One metric.',
    params: idParamsSchema,
    response: storedMetricSchema,
    handle: ({ params, caller }) => metrics.get(params.id, caller),
  }),
  defineRoute({
    method: 'put',
    path: '/metrics/{id}',
    operationId: 'updateMetric',
    summary: 'Changes a metric.',
    params: idParamsSchema,
    body: updateMetricRequestSchema,
    response: storedMetricSchema,
    handle: ({ params, ...call }) => metrics.update(params.id, call),
  }),
  defineRoute({
    method: 'post',
    path: '/metrics/{id}/archive',
    operationId: 'archiveMetric',
    summary: 'Archives a metric: still computable, offered no more.',
    params: idParamsSchema,
    response: storedMetricSchema,
    handle: ({ params, ...call }) => metrics.archive(params.id, call),
  }),
];
