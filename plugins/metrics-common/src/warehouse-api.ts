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
