import { ApiClient, pathOf } from '@etude/api-common';
import type { ApiClientDependencies } from '@etude/api-common';
import type { FactSource } from '@etude/metrics';
import { baselineResponseSchema } from './baseline-api';
import type { BaselineRequest, MetricBaseline } from './baseline-api';
import {
  computationProblemsSchema,
  computeResponseSchema,
} from './computation-api';
import type { ComputeRequest, Computed } from './computation-api';
import {
  describeSourceResponseSchema,
  factTableListSchema,
  factTableVersionListSchema,
  storedFactTableSchema,
} from './fact-table-api';
import type {
  Column,
  CreateFactTableRequest,
  FactTableVersion,
  StoredFactTable,
  UpdateFactTableRequest,
} from './fact-table-api';
import { importResponseSchema } from './lake-api';
import type { ImportFormat, ImportResponse } from './lake-api';
import { metricListSchema, storedMetricSchema } from './metric-api';
import type { SentProblem } from './problem';
import type {
  CreateMetricRequest,
  StoredMetric,
  UpdateMetricRequest,
} from './metric-api';
import { DefinitionsFileClient } from './definitions-file-client';
import { EventDefinitionsClient } from './event-definitions-client';
import { MetricPagesClient } from './metric-pages-client';
import { RelationsClient } from './relations-client';
import { RunsClient } from './runs-client';
import { WarehousesClient } from './warehouses-client';

export type ListFactTablesFilter = {
  readonly owner?: string;
  readonly q?: string;
};

export type ListMetricsFilter = ListFactTablesFilter & {
  readonly factTableId?: string;
  readonly state?: StoredMetric['state'];
};

export type ImportTableOptions = {
  readonly name: string;
  readonly format: ImportFormat;
  readonly content: BodyInit;
};

type CallOptions = { readonly signal?: AbortSignal };

/**
 * The metrics API, typed, for screens and other backends.
 *
 * Every method throws EtudeError with the server's code and problems when the
 * API refuses or fails.
 */
export class MetricsClient {
  readonly #api: ApiClient;
  /** Runs, and what teams may use. */
  readonly runs: RunsClient;
  /** What a page shows of one metric. */
  readonly pages: MetricPagesClient;
  /** Relations between entities. */
  readonly relations: RelationsClient;
  readonly eventDefinitions: EventDefinitionsClient;
  /** Fact tables, relations and metrics as code. */
  readonly definitionsFile: DefinitionsFileClient;
  /** The lake and the warehouses. */
  readonly warehouses: WarehousesClient;

  constructor(dependencies: ApiClientDependencies) {
    this.#api = new ApiClient('metrics', dependencies);
    this.runs = new RunsClient(this.#api);
    this.pages = new MetricPagesClient(this.#api);
    this.relations = new RelationsClient(this.#api);
    this.eventDefinitions = new EventDefinitionsClient(this.#api);
    this.definitionsFile = new DefinitionsFileClient(this.#api);
    this.warehouses = new WarehousesClient(this.#api);
  }

  /** Fact tables by name. */
  async listFactTables(
    filter: ListFactTablesFilter = {},
  ): Promise<StoredFactTable[]> {
    const { factTables } = await this.#api.request({
      path: '/fact-tables',
      query: { ...filter },
      schema: factTableListSchema,
    });
    return factTables;
  }

  /** One fact table. */
  getFactTable(id: string): Promise<StoredFactTable> {
    return this.#api.request({
      path: pathOf`/fact-tables/${id}`,
      schema: storedFactTableSchema,
    });
  }

  /** The definitions that a fact table has and had, latest first. */
  async factTableVersions(id: string): Promise<FactTableVersion[]> {
    const { versions } = await this.#api.request({
      path: pathOf`/fact-tables/${id}/versions`,
      schema: factTableVersionListSchema,
    });
    return versions;
  }

  /** The stored fact table, once its columns were found in the lake. */
  createFactTable(body: CreateFactTableRequest): Promise<StoredFactTable> {
    return this.#api.request({
      method: 'POST',
      path: '/fact-tables',
      body,
      schema: storedFactTableSchema,
    });
  }

  /** The changed fact table; refused when a metric would no longer work. */
  updateFactTable(
    id: string,
    body: UpdateFactTableRequest,
  ): Promise<StoredFactTable> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/fact-tables/${id}`,
      body,
      schema: storedFactTableSchema,
    });
  }

  /**
   * The columns of a source, before a fact table is made of it; it lies in the
   * lake unless a warehouse is named.
   */
  async describeSource(
    source: FactSource,
    warehouseId?: string,
  ): Promise<Column[]> {
    const { columns } = await this.#api.request({
      method: 'POST',
      path: '/fact-tables:describe',
      body: { source, warehouseId },
      schema: describeSourceResponseSchema,
    });
    return columns;
  }

  /** The imported table; the same file under the same name imports once. */
  importTable(options: ImportTableOptions): Promise<ImportResponse> {
    return this.#api.request({
      method: 'POST',
      path: '/imports',
      query: { name: options.name, format: options.format },
      raw: {
        contentType: 'application/octet-stream',
        content: options.content,
      },
      schema: importResponseSchema,
    });
  }

  /** Metrics by name. */
  async listMetrics(filter: ListMetricsFilter = {}): Promise<StoredMetric[]> {
    const { metrics } = await this.#api.request({
      path: '/metrics',
      query: { ...filter },
      schema: metricListSchema,
    });
    return metrics;
  }

  /** One metric. */
  getMetric(id: string): Promise<StoredMetric> {
    return this.#api.request({
      path: pathOf`/metrics/${id}`,
      schema: storedMetricSchema,
    });
  }

  /** The stored metric, once a computation of it could be planned. */
  createMetric(body: CreateMetricRequest): Promise<StoredMetric> {
    return this.#api.request({
      method: 'POST',
      path: '/metrics',
      body,
      schema: storedMetricSchema,
    });
  }

  /** The changed metric. */
  updateMetric(id: string, body: UpdateMetricRequest): Promise<StoredMetric> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/metrics/${id}`,
      body,
      schema: storedMetricSchema,
    });
  }

  /** The metric, archived: it stays computable and is offered no more. */
  archiveMetric(id: string): Promise<StoredMetric> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/metrics/${id}/archive`,
      schema: storedMetricSchema,
    });
  }

  /** What each metric was lately, or the problem; in the order asked. */
  async baseline(
    body: BaselineRequest,
    options: CallOptions = {},
  ): Promise<MetricBaseline[]> {
    const { baselines } = await this.#api.request({
      method: 'POST',
      path: '/metrics:baseline',
      body,
      schema: baselineResponseSchema,
      ...options,
    });
    return baselines;
  }

  /**
   * The moments of an experiment's metrics, with the run that made them; waits
   * for as long as the run takes. An abort cancels the run.
   */
  async compute(
    body: ComputeRequest,
    { signal }: CallOptions = {},
  ): Promise<Computed> {
    const call = { schema: computeResponseSchema, ...(signal && { signal }) };
    const begun = await this.#api.request({
      ...call,
      method: 'POST',
      path: '/computations',
      body,
    });
    const { runId } = begun;
    const cancel = () => this.#cancelUnheard(runId);
    signal?.addEventListener('abort', cancel);
    try {
      let { result } = begun;
      while (result === null) {
        const path = pathOf`/computations/${runId}`;
        ({ result } = await this.#api.request({ ...call, path }));
      }
      return { runId, result };
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** What keeps a computation from being planned; nothing runs. */
  async checkComputation(
    body: ComputeRequest,
  ): Promise<readonly SentProblem[]> {
    const { problems } = await this.#api.request({
      method: 'POST',
      path: '/computations:check',
      body,
      schema: computationProblemsSchema,
    });
    return problems;
  }

  // Whoever asked is gone: there is nobody to tell that it could not be
  // cancelled, or that it had ended, and its limits end it anyway.
  #cancelUnheard(runId: string): void {
    this.runs.cancel(runId).catch(() => undefined);
  }
}
