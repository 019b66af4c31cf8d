import type { Route } from '@etude/api-node';
import { defineRoute } from '@etude/api-node';
import { EtudeError } from '@etude/kernel';
import type { MomentsRow } from '@etude/metrics';
import {
  baselineRequestSchema,
  baselineResponseSchema,
  computeRequestSchema,
  computeResponseSchema,
  describeSourceRequestSchema,
  describeSourceResponseSchema,
  metricListSchema,
  storedFactTableSchema,
} from '@etude/plugin-metrics-common';
import type {
  BaselineRequest,
  ComputeRequest,
  MetricBaseline,
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { z } from 'zod';
import { fakePlugin } from './fake-plugin';

const metric = (id: string, changes: Partial<StoredMetric>): StoredMetric => ({
  id,
  name: id,
  description: '',
  owner: 'group:default/growth',
  factTableId: 'purchases',
  entity: 'user',
  type: 'average',
  aggregation: 'sum',
  measure: 'amount',
  filters: [],
  window: null,
  direction: 'increase',
  state: 'active',
  etag: '1',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user:default/ada',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'user:default/ada',
  ...changes,
});

/** A table of assignments with the columns person, version and country. */
const ASSIGNED: StoredFactTable = {
  id: 'assigned',
  name: 'Assigned',
  description: '',
  owner: 'group:default/growth',
  source: { kind: 'table', table: 'assigned' },
  timestampColumn: null,
  entityColumns: { user: 'person' },
  measures: [],
  dimensions: [],
  etag: '1',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user:default/ada',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'user:default/ada',
};

const UNITS = 10_000;
const VARIANCE = 4;

// Control mean 10, variance 4, 10,000 units a variant: the standard error of
// a difference is √(2·4/10,000) = 0.028, so that +0.3 is ten of them.
const moments = (
  metricId: string,
  variant: string,
  mean: number,
): MomentsRow => ({
  metricId,
  variant,
  exposureDate: '2026-03-03',
  n: UNITS,
  mean,
  m2: VARIANCE * (UNITS - 1),
});

/** A computation in which `green` has these means of revenue and visits. */
export const computation = (green: {
  readonly revenue: number;
  readonly visits: number;
}) => ({
  moments: [
    moments('revenue', 'control', 10),
    moments('revenue', 'green', green.revenue),
    moments('visits', 'control', 10),
    moments('visits', 'green', green.visits),
  ],
  traffic: ['control', 'green'].map(variant => ({
    variant,
    exposureDate: '2026-03-03',
    units: UNITS,
  })),
  crossoverUnits: 0,
  totalUnits: 2 * UNITS,
  firstExposureAt: '2026-03-03T00:00:00.000Z',
  lastExposureAt: '2026-03-03T23:00:00.000Z',
  sql: 'SELECT 1',
});

const baselineOf = (metricId: string): MetricBaseline =>
  metricId === 'novel'
    ? {
        status: 'problem',
        metricId,
        problem: {
          code: 'ETUDE_METRICS_NO_HISTORY',
          message: "Metric 'novel' has no history.",
        },
        runId: null,
      }
    : {
        status: 'known',
        metricId,
        mean: 10,
        variance: 4,
        units: 5000,
        unitsPerDay: 500,
        cumulativeUnits: null,
        population: 'assignment',
        runId: 'run-baseline',
      };

/** What the fake was asked, and how a test makes it answer. */
const createState = () => ({
  computations: [] as ComputeRequest[],
  /** For whom baselines were asked. */
  baselineRequests: [] as BaselineRequest[],
  answer: {
    result: computation({ revenue: 10.3, visits: 10 }),
    failWith: undefined as string | undefined,
    /** Awaited before a computation answers. */
    before: (): Promise<void> => Promise.resolve(),
  },
});

const FACT_TABLE_ROUTES: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/fact-tables/{id}',
    operationId: 'getFactTable',
    summary: 'A fact table',
    params: z.object({ id: z.string() }),
    response: storedFactTableSchema,
    handle: ({ params }) =>
      params.id === ASSIGNED.id
        ? Promise.resolve(ASSIGNED)
        : Promise.reject(
            new EtudeError('The fake has no such table.', {
              code: 'ETUDE_METRICS_FACT_TABLE_NOT_FOUND',
              kind: 'user',
            }),
          ),
  }),
  defineRoute({
    method: 'post',
    path: '/fact-tables:describe',
    operationId: 'describeSource',
    summary: 'The columns of a source',
    body: describeSourceRequestSchema,
    response: describeSourceResponseSchema,
    handle: () =>
      Promise.resolve({
        columns: ['person', 'version', 'country'].map(name => ({
          name,
          type: 'VARCHAR',
        })),
      }),
  }),
];

const routesOf = ({
  computations,
  baselineRequests,
  answer,
}: ReturnType<typeof createState>): Route[] => [
  ...FACT_TABLE_ROUTES,
  defineRoute({
    method: 'get',
    path: '/metrics',
    operationId: 'listMetrics',
    summary: 'All metrics',
    response: metricListSchema,
    handle: () =>
      Promise.resolve({
        metrics: [
          metric('revenue', {}),
          metric('visits', {}),
          metric('novel', {}),
          metric('converted', { type: 'proportion', aggregation: 'count' }),
          metric('per-device', { entity: 'device' }),
        ],
      }),
  }),
  defineRoute({
    method: 'post',
    path: '/metrics:baseline',
    operationId: 'baseline',
    summary: 'What metrics were',
    body: baselineRequestSchema,
    response: baselineResponseSchema,
    handle: ({ body }) => {
      baselineRequests.push(body);
      return Promise.resolve({ baselines: body.metricIds.map(baselineOf) });
    },
  }),
  defineRoute({
    method: 'post',
    path: '/computations',
    operationId: 'compute',
    summary: 'Moments of an experiment',
    body: computeRequestSchema,
    response: computeResponseSchema,
    handle: async ({ body }) => {
      computations.push(body);
      await answer.before();
      if (answer.failWith !== undefined) {
        throw new EtudeError(answer.failWith, {
          code: 'ETUDE_WAREHOUSE_TIMEOUT',
          kind: 'operational',
        });
      }
      return { runId: `run-${computations.length}`, result: answer.result };
    },
  }),
];

/**
 * The metrics plugin as far as experiments call it, over real HTTP with its
 * real schemas. It knows `revenue`, `visits` and `converted`, with history,
 * `novel`, without, and answers computations with what the test puts into `answer`.
 */
export const createFakeMetrics = () => {
  const state = createState();
  return { plugin: fakePlugin('metrics', routesOf(state)), ...state };
};
