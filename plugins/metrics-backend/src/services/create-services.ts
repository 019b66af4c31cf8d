import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Clock } from '@etude/kernel';
import type { Knex } from 'knex';
import { createFactTableStore } from '../stores/fact-table-store';
import type { FactTableStore } from '../stores/fact-table-store';
import { ImportStore } from '../stores/import-store';
import { createMetricStore } from '../stores/metric-store';
import type { MetricStore } from '../stores/metric-store';
import { RunStore } from '../stores/run-store';
import type { Authorization } from './authorization';
import { Baselines } from './baselines';
import { Computations } from './computations';
import { FactSources } from './fact-sources';
import { FactTables } from './fact-tables';
import { Lake } from './lake';
import type { WriteImport } from './lake';
import { MetricPlanner } from './metric-planner';
import { Metrics } from './metrics';
import { RunRecorder } from './run-recorder';
import { WarehouseChecks } from './warehouse-checks';
import type { Warehouses } from './warehouses';

export type Stores = {
  readonly factTables: FactTableStore;
  readonly metrics: MetricStore;
  readonly imports: ImportStore;
  readonly runs: RunStore;
};

/** All stores over the plugin's database. */
export const createStores = (knex: Knex): Stores => ({
  factTables: createFactTableStore(knex),
  metrics: createMetricStore(knex),
  imports: new ImportStore(knex),
  runs: new RunStore(knex),
});

export type ServicesOptions = {
  readonly stores: Stores;
  readonly warehouses: Warehouses;
  readonly writeImport: WriteImport;
  readonly authorization: Authorization;
  readonly auditor: AuditorService;
  readonly clock: Clock;
};

export type Services = {
  readonly factTables: FactTables;
  readonly metrics: Metrics;
  readonly baselines: Baselines;
  readonly computations: Computations;
  readonly lake: Lake;
  readonly recorder: RunRecorder;
  readonly warehouseChecks: WarehouseChecks;
};

/** All use cases, wired. */
export const createServices = (options: ServicesOptions): Services => {
  const { stores, warehouses, clock } = options;
  const { imports, runs, factTables, metrics } = stores;
  const sources = new FactSources({ imports, warehouses });
  const planner = new MetricPlanner({
    sources,
    factTables,
    warehouses,
    clock,
  });
  const recorder = new RunRecorder(runs, clock);
  return {
    factTables: new FactTables({
      ...options,
      store: factTables,
      metrics,
      sources,
      planner,
    }),
    metrics: new Metrics({ ...options, store: metrics, factTables, planner }),
    baselines: new Baselines({ ...options, recorder, sources }),
    computations: new Computations({ ...options, runs, recorder, sources }),
    lake: new Lake({ ...options, imports }),
    recorder,
    warehouseChecks: new WarehouseChecks({ ...options, factTables }),
  };
};
