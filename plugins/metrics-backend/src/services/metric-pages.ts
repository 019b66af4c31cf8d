import type { Caller } from '@etude/api-node';
import { warehouseIdOf } from '@etude/metrics';
import type { Metric } from '@etude/metrics';
import {
  lakeReadPermission,
  metricReadPermission,
} from '@etude/plugin-metrics-common';
import type {
  MetricLineage,
  MetricSql,
  MetricVersion,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { notFound, notFoundProblem } from '../metrics-errors';
import type { DefinitionVersionStore } from '../stores/definition-version-store';
import type { FactTableStore } from '../stores/fact-table-store';
import type { MetricStore } from '../stores/metric-store';
import type { Authorization } from './authorization';
import { metricFactTableIds } from './definitions';
import { metricLineage } from './metric-lineage';
import type { MetricPlanner } from './metric-planner';
import type { Warehouses } from './warehouses';

export type MetricPagesOptions = {
  readonly metrics: MetricStore;
  readonly factTables: FactTableStore;
  readonly versions: DefinitionVersionStore<Metric>;
  readonly planner: MetricPlanner;
  readonly warehouses: Warehouses;
  readonly authorization: Authorization;
};

/** What the page of a metric tells beside its definition. */
export class MetricPages {
  readonly #options: MetricPagesOptions;

  constructor(options: MetricPagesOptions) {
    this.#options = options;
  }

  /** What the metric reads. */
  async lineage(id: string, caller: Caller): Promise<MetricLineage> {
    const metric = await this.#find(id, caller);
    const factTables = await this.#options.factTables.listByIds(
      metricFactTableIds(metric),
    );
    return metricLineage(metric, factTables);
  }

  /** The definitions that it has and had, latest first. */
  async versions(id: string, caller: Caller): Promise<MetricVersion[]> {
    return this.#options.versions.history(await this.#find(id, caller));
  }

  /** The query that it comes to, or every reason why there is none. */
  async sql(id: string, caller: Caller): Promise<MetricSql> {
    const metric = await this.#find(id, caller);
    const { authorization, factTables, planner, warehouses } = this.#options;
    await authorization.require(lakeReadPermission, caller);
    const factTable = await factTables.find(metric.factTableId);
    const warehouseId = warehouseIdOf(factTable ?? {});
    const warehouse = warehouses.find(warehouseId);
    const place = {
      warehouseId,
      dialect: warehouse.ok ? warehouse.value.info.type : 'unknown',
    };
    if (!factTable) {
      const problem = notFoundProblem('fact table', metric.factTableId);
      return { ...place, sql: null, problems: [problem] };
    }
    const planned = await planner.plan(metric, factTable);
    return planned.ok
      ? { ...place, sql: planned.value.sql, problems: [] }
      : { ...place, sql: null, problems: planned.problems };
  }

  async #find(id: string, caller: Caller): Promise<StoredMetric> {
    const { authorization, metrics } = this.#options;
    await authorization.require(metricReadPermission, caller);
    const metric = await metrics.find(id);
    if (!metric) throw notFound('metric', id);
    return metric;
  }
}
