import { LAKE_WAREHOUSE_ID } from '@etude/metrics';
import type { FactSource } from '@etude/metrics';
import type { LakeDriver } from '@etude/warehouse-duckdb';
import type { MetricsConfig } from './metrics-config';
import { dialectOf, openWarehouse, warehouseAddress } from './open-warehouse';
import { lazyDriver } from './services/lazy-driver';
import { QueryRunner } from './services/query-runner';
import { Warehouses } from './services/warehouses';
import type { Warehouse } from './services/warehouses';
import type { WarehouseConfig } from './warehouse-schema';

/** How many queries may wait for one warehouse before more are refused. */
const MAX_WAITING_QUERIES = 50;

/** As DuckDB counts them. */
const BYTES_PER_MB = 1e6;

const lakeOf = (config: MetricsConfig, driver: LakeDriver): Warehouse => {
  const { maxConcurrentQueries, queryTimeoutMs, memoryLimitMb } = config;
  const { isIncremental, keepFromBytes } = config;
  return {
    info: {
      id: LAKE_WAREHOUSE_ID,
      name: 'Lake',
      type: 'duckdb',
      address: null,
      limits: {
        timeoutSeconds: queryTimeoutMs / 1000,
        maxConcurrentQueries,
        maxBytes: null,
      },
    },
    assignments: undefined,
    driver,
    memoryBytes: memoryLimitMb * BYTES_PER_MB,
    ...(isIncremental ? { increments: driver.increments, keepFromBytes } : {}),
    runner: new QueryRunner({
      driver,
      maxConcurrent: maxConcurrentQueries,
      maxWaiting: MAX_WAITING_QUERIES,
      timeoutMs: queryTimeoutMs,
      limitKeys: {
        timeout: 'etude.metrics.queryTimeoutSeconds',
        concurrency: 'etude.metrics.maxConcurrentQueries',
        bytes: 'etude.metrics',
      },
    }),
  };
};

const assignmentsOf = ({
  assignments,
}: WarehouseConfig): FactSource | undefined => {
  const table = assignments?.table.at(-1);
  return table === undefined
    ? undefined
    : { kind: 'table', schema: assignments?.table.slice(0, -1), table };
};

const warehouseOf = (config: WarehouseConfig, index: number): Warehouse => {
  const { id, name, type, limits } = config;
  const driver = lazyDriver(dialectOf(config), () => openWarehouse(config));
  const key = `etude.warehouses[${index}].limits`;
  return {
    info: {
      id,
      name,
      type,
      address: warehouseAddress(config),
      limits: {
        timeoutSeconds: limits.timeoutSeconds,
        maxConcurrentQueries: limits.maxConcurrentQueries,
        maxBytes: limits.maxBytes ?? null,
      },
    },
    assignments: assignmentsOf(config),
    driver,
    runner: new QueryRunner({
      driver,
      maxConcurrent: limits.maxConcurrentQueries,
      maxWaiting: MAX_WAITING_QUERIES,
      timeoutMs: limits.timeoutSeconds * 1000,
      maxBytes: limits.maxBytes,
      limitKeys: {
        timeout: `${key}.timeoutSeconds`,
        concurrency: `${key}.maxConcurrentQueries`,
        bytes: `${key}.maxBytes`,
      },
    }),
  };
};

/** The lake and the configured warehouses; nothing connects yet. */
export const createWarehouses = (
  config: MetricsConfig,
  lakeDriver: LakeDriver,
): Warehouses =>
  new Warehouses(
    lakeOf(config, lakeDriver),
    config.warehouses.map(warehouseOf),
  );
