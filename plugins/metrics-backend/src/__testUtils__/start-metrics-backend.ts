import type { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import type { JsonArray, JsonObject } from '@backstage/types';
import { computeResponseSchema } from '@etude/plugin-metrics-common';
import type {
  Computed,
  CreateFactTableRequest,
} from '@etude/plugin-metrics-common';
import type { CreateMetricRequest } from '@etude/plugin-metrics-common';
import request from 'supertest';
import { z } from 'zod';
import { metricsPlugin } from '../plugin';

const OWNER = 'user:default/mock';

/** The plugin over real HTTP, as a signed-in person or as a service. */
export const startMetricsBackend = async (options: {
  readonly lakeDir: string;
  readonly config?: Record<string, number>;
  readonly warehouses?: JsonArray;
  readonly budgets?: JsonObject;
  readonly features?: readonly BackendFeature[];
}) => {
  const { server } = await startTestBackend({
    features: [
      metricsPlugin,
      mockServices.rootConfig.factory({
        data: {
          backend: {
            database: { client: 'better-sqlite3', connection: ':memory:' },
          },
          etude: {
            lake: {
              directory: options.lakeDir,
              memoryLimitMb: 256,
              ownProcess: false,
            },
            metrics: options.config ?? {},
            warehouses: options.warehouses ?? [],
            ...(options.budgets ? { budgets: options.budgets } : {}),
          },
        },
      }),
      ...(options.features ?? []),
    ],
  });
  const path = (rest: string) => `/api/metrics/v1${rest}`;
  return {
    server,
    get: (rest: string) => request(server).get(path(rest)),
    post: (rest: string, body?: object) =>
      request(server).post(path(rest)).send(body),
    put: (rest: string, body: object) =>
      request(server).put(path(rest)).send(body),
    delete: (rest: string, body: object) =>
      request(server).delete(path(rest)).send(body),
    postAsService: (rest: string, body: object) =>
      request(server)
        .post(path(rest))
        .set('authorization', mockCredentials.service.header())
        .send(body),
    upload: (rest: string, content: Buffer | string) =>
      request(server)
        .post(path(rest))
        .set('content-type', 'application/octet-stream')
        .send(content),
  };
};

export type TestApi = Awaited<ReturnType<typeof startMetricsBackend>>;

/** A fact table over the lake's events. */
export const eventsFactTable = (
  changes: Partial<CreateFactTableRequest> = {},
): CreateFactTableRequest => ({
  id: 'purchases',
  name: 'Purchases',
  description: 'What people bought.',
  owner: OWNER,
  source: { kind: 'table', table: 'events' },
  timestampColumn: 'event_time',
  entityColumns: { user: 'unit' },
  measures: [{ name: 'amount', column: 'value', unit: 'EUR' }],
  dimensions: ['event'],
  ...changes,
});

/** A metric over {@link eventsFactTable}: the sum of purchases per user. */
export const revenueMetric = (
  changes: Partial<CreateMetricRequest> = {},
): CreateMetricRequest => ({
  id: 'revenue-per-user',
  name: 'Revenue per user',
  description: 'Sum of purchases.',
  owner: OWNER,
  factTableId: 'purchases',
  entity: 'user',
  type: 'average',
  aggregation: 'sum',
  measure: 'amount',
  filters: [{ column: 'event', operator: 'equals', value: 'purchase' }],
  window: null,
  direction: 'increase',
  ...changes,
});

const refusalSchema = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    problems: z.array(
      z.object({
        code: z.string(),
        message: z.string(),
        path: z.string().optional(),
      }),
    ),
  }),
});

type Response = { readonly body: unknown };

/** What a refusal said. */
export const refusalOf = ({ body }: Response) =>
  refusalSchema.parse(body).error;

/** A computation that was done within the request. */
export const computedOf = (response: Response): Computed => {
  const { runId, result } = answerOf(computeResponseSchema, response);
  if (result === null) throw new Error('It was not done in time.');
  return { runId, result };
};

/** An answer, which has to fit the schema of the API. */
export const answerOf = <T>(schema: z.ZodType<T>, { body }: Response): T =>
  schema.parse(body);
