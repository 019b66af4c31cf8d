import type {
  AuditorService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import type { Clock } from '@etude/kernel';
import type { FactTable, Metric } from '@etude/metrics';
import type { Knex } from 'knex';
import type { BudgetsConfig } from '../budgets-config';
import {
  createFactTableVersionStore,
  createMetricVersionStore,
} from '../stores/definition-version-store';
import type { DefinitionVersionStore } from '../stores/definition-version-store';
import { EventDefinitionStore } from '../stores/event-definition-store';
import { createFactTableStore } from '../stores/fact-table-store';
import type { FactTableStore } from '../stores/fact-table-store';
import { ImportStore } from '../stores/import-store';
import { createMetricStore } from '../stores/metric-store';
import type { MetricStore } from '../stores/metric-store';
import { createRelationStore } from '../stores/relation-store';
import type { RelationStore } from '../stores/relation-store';
import { RunResultStore } from '../stores/run-result-store';
import { RunStore } from '../stores/run-store';
import type { Authorization } from './authorization';
import { AwaitedRuns } from './awaited-runs';
import { Baselines } from './baselines';
import { Budgets } from './budgets';
import { ColumnValues } from './column-values';
import { Computations } from './computations';
import { DefinitionsFile } from './definitions-file';
import { EventArrivals } from './event-arrivals';
import { EventDefinitions } from './event-definitions';
import { FactSources } from './fact-sources';
import { FactTables } from './fact-tables';
import { Lake } from './lake';
import type { WriteImport } from './lake';
import { LiveRuns } from './live-runs';
import { MetricPages } from './metric-pages';
import { MetricPlanner } from './metric-planner';
import { Metrics } from './metrics';
import { Previews } from './previews';
import { Relations } from './relations';
import { RunRecorder } from './run-recorder';
import { Runs } from './runs';
import { WarehouseChecks } from './warehouse-checks';
import type { Warehouses } from './warehouses';

export type Stores = {
  readonly factTables: FactTableStore;
  readonly factTableVersions: DefinitionVersionStore<FactTable>;
  readonly metrics: MetricStore;
  readonly metricVersions: DefinitionVersionStore<Metric>;
  readonly relations: RelationStore;
  readonly eventDefinitions: EventDefinitionStore;
  readonly imports: ImportStore;
  readonly runs: RunStore;
  readonly runResults: RunResultStore;
};

/** All stores over the plugin's database. */
export const createStores = (knex: Knex): Stores => ({
  factTables: createFactTableStore(knex),
  factTableVersions: createFactTableVersionStore(knex),
  metrics: createMetricStore(knex),
  metricVersions: createMetricVersionStore(knex),
  relations: createRelationStore(knex),
  eventDefinitions: new EventDefinitionStore(knex),
  imports: new ImportStore(knex),
  runs: new RunStore(knex),
  runResults: new RunResultStore(knex),
});

export type ServicesOptions = {
  readonly stores: Stores;
  readonly warehouses: Warehouses;
  readonly writeImport: WriteImport;
  readonly authorization: Authorization;
  readonly auditor: AuditorService;
  readonly logger: LoggerService;
  readonly budgets: BudgetsConfig;
  readonly clock: Clock;
};

export type Services = {
  readonly factTables: FactTables;
  readonly metrics: Metrics;
  readonly metricPages: MetricPages;
  readonly previews: Previews;
  readonly columnValues: ColumnValues;
  readonly baselines: Baselines;
  readonly computations: Computations;
  readonly relations: Relations;
  readonly definitionsFile: DefinitionsFile;
  readonly eventDefinitions: EventDefinitions;
  readonly eventArrivals: EventArrivals;
  readonly lake: Lake;
  readonly runs: Runs;
  readonly live: LiveRuns;
  readonly recorder: RunRecorder;
  readonly warehouseChecks: WarehouseChecks;
};

/** All use cases, wired. */
export const createServices = (options: ServicesOptions): Services => {
  const { stores, warehouses, clock, logger } = options;
  const { imports, factTables, relations, metrics, metricVersions } = stores;
  const { factTableVersions, runs, runResults } = stores;
  const sources = new FactSources({ imports, warehouses });
  const planner = new MetricPlanner({
    sources,
    factTables,
    relations,
    warehouses,
    clock,
  });
  const live = new LiveRuns({ runs, clock, logger });
  const budgets = new Budgets({ config: options.budgets, runs, clock });
  const recorder = new RunRecorder({ runs, live, budgets, clock });
  const awaited = new AwaitedRuns({ runs, results: runResults, clock });
  const definitions = {
    factTables: new FactTables({
      ...options,
      store: factTables,
      versions: factTableVersions,
      metrics,
      relations,
      sources,
      planner,
    }),
    metrics: new Metrics({
      ...options,
      store: metrics,
      versions: metricVersions,
      factTables,
      planner,
    }),
    relations: new Relations({
      ...options,
      store: relations,
      factTables,
      sources,
    }),
  };
  return {
    ...definitions,
    definitionsFile: new DefinitionsFile(definitions),
    metricPages: new MetricPages({
      ...options,
      metrics,
      versions: metricVersions,
      factTables,
      planner,
    }),
    previews: new Previews({ ...options, recorder, sources }),
    columnValues: new ColumnValues({ ...options, factTables, sources }),
    baselines: new Baselines({ ...options, recorder, sources }),
    computations: new Computations({ ...options, recorder, awaited, sources }),
    eventDefinitions: new EventDefinitions({
      ...options,
      store: stores.eventDefinitions,
    }),
    eventArrivals: new EventArrivals({
      ...options,
      definitions: stores.eventDefinitions,
      recorder,
    }),
    lake: new Lake({ ...options, imports }),
    runs: new Runs({ ...options, runs, live, budgets }),
    live,
    recorder,
    warehouseChecks: new WarehouseChecks({ ...options, factTables }),
  };
};
