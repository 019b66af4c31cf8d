import type { Config } from '@backstage/config';
import { EtudeError } from '@etude/kernel';
import { readBudgetsConfig } from './budgets-config';
import type { BudgetsConfig } from './budgets-config';
import { readWarehousesConfig } from './warehouses-config';
import type { WarehouseConfig } from './warehouse-schema';

export type MetricsConfig = {
  readonly lakeDir: string;
  readonly memoryLimitMb: number;
  /** DuckDB has a process of its own, or else shares the backend's. */
  readonly hasOwnProcess: boolean;
  readonly maxConcurrentQueries: number;
  readonly queryTimeoutMs: number;
  /** The lake reads only what changed since a computation before. */
  readonly isIncremental: boolean;
  /** Days in files of fewer bytes are read again each time. */
  readonly keepFromBytes: number | undefined;
  /** For how many days runs are kept; the newest success of each analysis stays. */
  readonly runRetentionDays: number;
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

const bytesOf = (config: Config, key: string): number | undefined => {
  const megabytes = config.getOptionalNumber(key);
  if (megabytes === undefined) return undefined;
  if (megabytes >= 0) return megabytes * 2 ** 20;
  throw new EtudeError(
    `The configuration ${key} is ${megabytes}; it has to be 0 or more. Correct it or remove it for the default.`,
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
    keepFromBytes: bytesOf(config, 'etude.metrics.incrementalFromMb'),
    runRetentionDays: positive(config, 'etude.metrics.runRetentionDays', 365),
    warehouses: readWarehousesConfig(config),
    budgets: readBudgetsConfig(config),
  };
};
