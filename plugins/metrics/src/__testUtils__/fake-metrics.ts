import { MetricsClient } from '@etude/plugin-metrics-common';
import type {
  FactTableFreshness,
  Freshness,
  Run,
  StoredEventDefinition,
  StoredFactTable,
  StoredMetric,
  WarehouseInfo,
} from '@etude/plugin-metrics-common';

const RECORD = {
  etag: 'etag-1',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'user:default/ada',
  updatedAt: '2026-01-02T00:00:00.000Z',
  updatedBy: 'user:default/ada',
};

/** The fact table of the examples: what readers do in a shop. */
export const factTableOf = (
  parts: Partial<StoredFactTable> = {},
): StoredFactTable => ({
  id: 'shop-events',
  name: 'Shop events',
  description: 'What readers do.',
  owner: 'group:default/data',
  source: { kind: 'table', table: 'events' },
  timestampColumn: 'event_time',
  entityColumns: { reader: 'unit' },
  measures: [{ name: 'value', column: 'value', unit: 'EUR' }],
  dimensions: ['event', 'client'],
  ...RECORD,
  ...parts,
});

/** The share of readers who buy within a week, unless told otherwise. */
export const metricOf = (parts: Partial<StoredMetric> = {}): StoredMetric => ({
  id: 'purchase-rate',
  name: 'Purchase rate',
  description: 'Share of readers who buy.',
  owner: 'group:default/data',
  factTableId: 'shop-events',
  entity: 'reader',
  type: 'proportion',
  aggregation: 'count',
  filters: [{ column: 'event', operator: 'equals', value: 'purchase' }],
  window: { offsetHours: 0, lengthHours: 168 },
  direction: 'increase',
  state: 'active',
  ...RECORD,
  ...parts,
});

/** Somebody paid, unless told otherwise. */
export const eventDefinitionOf = (
  parts: Partial<StoredEventDefinition> = {},
): StoredEventDefinition => ({
  id: 'purchase',
  name: 'Purchase',
  description: 'Somebody paid.',
  owner: 'group:default/data',
  version: 1,
  fields: [
    {
      path: 'order.total',
      type: 'number',
      isRequired: true,
      description: 'In euros.',
    },
    {
      path: 'context.reader',
      type: 'text',
      isRequired: false,
      description: '',
      entity: 'reader',
    },
  ],
  ...RECORD,
  ...parts,
});

/** A run that succeeded. */
export const runOf = (parts: Partial<Run> = {}): Run => ({
  id: 'run-1',
  kind: 'computation',
  experimentId: 'faster-checkout',
  metricIds: ['purchase-rate'],
  owner: 'group:default/data',
  warehouseId: 'lake',
  state: 'succeeded',
  progress: null,
  requestedBy: 'user:default/ada',
  startedAt: '2026-01-03T00:00:00.000Z',
  queriedAt: '2026-01-03T00:00:00.000Z',
  finishedAt: '2026-01-03T00:00:01.000Z',
  cancelledBy: null,
  attempts: 1,
  estimate: { bytes: null, rows: 3400 },
  bytesRead: null,
  increment: null,
  elapsedMs: 1200,
  rows: 12,
  sql: 'SELECT 1 AS one',
  problem: null,
  ...parts,
});

/** A PostgreSQL that nobody has tested, unless told otherwise. */
export const warehouseOf = (
  parts: Partial<WarehouseInfo> = {},
): WarehouseInfo => ({
  id: 'dwh',
  name: 'Data warehouse',
  type: 'postgres',
  address: 'dwh.example.com:5432',
  limits: {
    timeoutSeconds: 120,
    maxConcurrentQueries: 4,
    maxBytes: 200_000_000_000,
  },
  lastTest: null,
  ...parts,
});

/** The lake, as the API lists it. */
export const LAKE_WAREHOUSE = warehouseOf({
  id: 'lake',
  name: 'Lake',
  type: 'duckdb',
  address: null,
  limits: { timeoutSeconds: 120, maxConcurrentQueries: 2, maxBytes: null },
});

/** Rows of three days, the second of which is missing, and of today. */
export const freshnessOf = (
  parts: Partial<FactTableFreshness> = {},
): Freshness => ({
  checkedAt: '2026-01-03T10:00:00.000Z',
  since: '2025-12-31T00:00:00.000Z',
  latestAt: '2026-01-03T09:59:00.000Z',
  days: [
    { date: '2025-12-31', rows: 12_300 },
    { date: '2026-01-01', rows: 0 },
    { date: '2026-01-02', rows: 12_345 },
    { date: '2026-01-03', rows: 40 },
  ],
  completeness: {
    state: 'gaps',
    sentence: 'One day is missing: 1 Jan has none.',
    usualPerDay: 12_300,
    gaps: [{ date: '2026-01-01', rows: 0 }],
  },
  estimate: { bytes: null, rows: null },
  ...parts,
});

type Sent = {
  readonly route: string;
  readonly body: unknown;
  readonly query?: Readonly<Record<string, string>>;
};
type Answer = { readonly status: number; readonly body: unknown };

/** A refusal as the API words it. */
export const refusedWith = (
  status: number,
  error: {
    readonly code: string;
    readonly message: string;
    readonly problems?: readonly {
      readonly code: string;
      readonly message: string;
      readonly path?: string;
    }[];
  },
): Answer => ({ status, body: { error: { name: error.code, ...error } } });

/** A success. */
export const answered = (body: unknown): Answer => ({ status: 200, body });

/**
 * A client whose network is a table: `GET /metrics` → answer, or a list of
 * answers for one call after another. What was sent is kept.
 */
export const fakeMetrics = (
  routes: Readonly<Record<string, Answer | readonly Answer[]>>,
) => {
  const sent: Sent[] = [];
  const answer = (route: string): Answer => {
    const known = routes[route];
    if (known === undefined) {
      return refusedWith(404, {
        code: 'ETUDE_TEST_ROUTE',
        message: `No answer for ${route}.`,
      });
    }
    if (!('status' in known)) {
      const count = sent.filter(call => call.route === route).length;
      return known[Math.min(count, known.length) - 1] ?? answered(null);
    }
    return known;
  };
  const fakeFetch: typeof fetch = async (input, init) => {
    if (typeof input !== 'string') throw new Error('Calls go to an address.');
    const { pathname, searchParams } = new URL(input);
    const route = `${init?.method ?? 'GET'} ${pathname.replace('/v1', '')}`;
    const body: unknown =
      typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body;
    const query = Object.fromEntries(searchParams);
    sent.push({ route, body, ...(searchParams.size > 0 ? { query } : {}) });
    const { status, body: content } = answer(route);
    return {
      ok: status < 400,
      status,
      json: async () => content,
      text: async () => JSON.stringify(content),
    } as Response;
  };
  const client = new MetricsClient({
    discoveryApi: { getBaseUrl: async () => 'http://test' },
    fetchApi: { fetch: fakeFetch },
  });
  return { client, sent };
};
