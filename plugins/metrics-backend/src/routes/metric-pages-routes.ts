import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  columnValuesSchema,
  metricLineageSchema,
  metricSqlSchema,
  metricVersionListSchema,
  previewRequestSchema,
  previewSchema,
} from '@etude/plugin-metrics-common';
import { z } from 'zod';
import type { ColumnValues } from '../services/column-values';
import type { MetricPages } from '../services/metric-pages';
import type { Previews } from '../services/previews';
import { abortOnClose } from './abort-on-close';
import { idParamsSchema } from './id-params';

type MetricPagesServices = {
  readonly metricPages: MetricPages;
  readonly previews: Previews;
  readonly columnValues: ColumnValues;
};

/** Routes for making a metric and for reading about one. */
export const metricPagesRoutes = ({
  metricPages,
  previews,
  columnValues,
}: MetricPagesServices): Route[] => [
  defineRoute({
    method: 'post',
    path: '/metrics:preview',
    operationId: 'previewMetric',
    summary: 'What a metric would have been lately, before it is saved.',
    body: previewRequestSchema,
    response: previewSchema,
    handle: ({ body, caller, response }) =>
      previews.preview({ body, caller, signal: abortOnClose(response) }),
  }),
  defineRoute({
    method: 'get',
    path: '/metrics/{id}/sql',
    operationId: 'getMetricSql',
    summary: 'The query that a metric comes to on its warehouse.',
    params: idParamsSchema,
    response: metricSqlSchema,
    handle: ({ params, caller }) => metricPages.sql(params.id, caller),
  }),
  defineRoute({
    method: 'get',
    path: '/metrics/{id}/lineage',
    operationId: 'getMetricLineage',
    summary: 'The fact tables and columns that a metric reads.',
    params: idParamsSchema,
    response: metricLineageSchema,
    handle: ({ params, caller }) => metricPages.lineage(params.id, caller),
  }),
  defineRoute({
    method: 'get',
    path: '/metrics/{id}/versions',
    operationId: 'listMetricVersions',
    summary: 'The definitions that a metric has and had, latest first.',
    params: idParamsSchema,
    response: metricVersionListSchema,
    handle: async ({ params, caller }) => ({
      versions: await metricPages.versions(params.id, caller),
    }),
  }),
  defineRoute({
    method: 'get',
    path: '/fact-tables/{id}/values',
    operationId: 'listColumnValues',
    summary: 'Values of a column lately, most frequent first, at most 50.',
    params: idParamsSchema,
    query: z.object({ column: z.string().min(1) }),
    response: columnValuesSchema,
    handle: async ({ params, query, caller, response }) => ({
      values: await columnValues.values({
        factTableId: params.id,
        column: query.column,
        caller,
        signal: abortOnClose(response),
      }),
    }),
  }),
];
