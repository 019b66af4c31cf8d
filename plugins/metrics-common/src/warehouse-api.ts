import { z } from 'zod';

/** What a test of a connection found; instants are ISO 8601, UTC. */
export const warehouseTestSchema = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('ok'),
    testedAt: z.string(),
    testedBy: z.string(),
    elapsedMs: z.number(),
  }),
  z.object({
    status: z.literal('failed'),
    testedAt: z.string(),
    testedBy: z.string(),
    problem: z.object({ code: z.string(), message: z.string() }),
  }),
]);
export type WarehouseTest = z.infer<typeof warehouseTestSchema>;

/**
 * A warehouse as people may see it: never an account or a secret. `address` is
 * null for the embedded lake; `lastTest` is null until somebody tested the
 * connection since the backend started.
 */
export const warehouseInfoSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.enum([
    'duckdb',
    'postgres',
    'redshift',
    'clickhouse',
    'trino',
    'spark',
    'bigquery',
    'snowflake',
    'databricks',
  ]),
  address: z.string().nullable(),
  limits: z.object({
    timeoutSeconds: z.number(),
    maxConcurrentQueries: z.number(),
    maxBytes: z.number().nullable(),
  }),
  lastTest: warehouseTestSchema.nullable(),
});
export type WarehouseInfo = z.infer<typeof warehouseInfoSchema>;

export const warehouseListSchema = z.object({
  warehouses: z.array(warehouseInfoSchema),
});

/**
 * How fresh the rows of a fact table are: its newest time, null when it has no
 * rows, and its rows of each UTC day since `since`. `estimate` is what the engine
 * expected the question to read, null where it does not estimate that.
 */
export const factTableFreshnessSchema = z.object({
  factTableId: z.string(),
  warehouseId: z.string(),
  checkedAt: z.string(),
  since: z.string(),
  latestAt: z.string().nullable(),
  days: z.array(z.object({ date: z.string(), rows: z.number() })),
  estimate: z.object({
    bytes: z.number().nullable(),
    rows: z.number().nullable(),
  }),
});
export type FactTableFreshness = z.infer<typeof factTableFreshnessSchema>;
