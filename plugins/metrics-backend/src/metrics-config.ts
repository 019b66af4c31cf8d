import type { Config } from '@backstage/config';
import { EtudeError } from '@etude/kernel';
import { readBudgetsConfig } from './budgets-config';
import type { BudgetsConfig } from './budgets-config';
import { readWarehousesConfig } from './warehouses-config';
import type { WarehouseConfig } from './warehouses-config';

export type MetricsConfig = {
  readonly lakeDir: string;
  readonly memoryLimitMb: number;
  /** DuckDB has a process of its own, or else shares the backend's. */
  readonly hasOwnProcess: boolean;
  readonly maxConcurrentQueries: number;
  readonly queryTimeoutMs: number;
  /** The lake reads only what changed since a computation before. */
  readonly isIncremental: boolean;
  /** Those of the company; the lake is always there besides. */
  readonly warehouses: readonly WarehouseConfig[];
  readonly budgets: BudgetsConfig;
};

const positive = (config: Config, key: string, fallback: number): number => {
  const value = config.getOptionalNumber(key) ?? fallback;
  if (value > 0) return value;
  throw new EtudeError(
    `The configuration ${key} is ${value}; it has to be greater than 0. Correct it or remove it for the default, ${fallback}.`,
    { code: 'ETUDE_METRICS_CONFIG_INVALID', kind: 'user' },
  );
};

/**
 * The settings of this plugin.
 *
 * @throws ETUDE_METRICS_CONFIG_INVALID
 */
export const readMetricsConfig = (config: Config): MetricsConfig => {
  const lakeDir = config.getOptionalString('etude.lake.directory');
  if (!lakeDir) {
    throw new EtudeError(
      'The configuration etude.lake.directory is missing, so there is nowhere to read assignments and events from. Set it to the folder that the edge writes to.',
      { code: 'ETUDE_METRICS_CONFIG_INVALID', kind: 'user' },
    );
  }
  return {
    lakeDir,
    memoryLimitMb: positive(config, 'etude.lake.memoryLimitMb', 1024),
    hasOwnProcess: config.getOptionalBoolean('etude.lake.ownProcess') ?? true,
    maxConcurrentQueries: positive(
      config,
      'etude.metrics.maxConcurrentQueries',
      2,
    ),
    queryTimeoutMs:
      positive(config, 'etude.metrics.queryTimeoutSeconds', 120) * 1000,
    isIncremental:
      config.getOptionalBoolean('etude.metrics.incremental') ?? true,
    warehouses: readWarehousesConfig(config),
    budgets: readBudgetsConfig(config),
  };
};
