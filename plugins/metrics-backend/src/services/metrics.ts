import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Caller } from '@etude/api-node';
import type { Clock } from '@etude/kernel';
import { metricSchema } from '@etude/metrics';
import type { Metric } from '@etude/metrics';
import {
  metricCreatePermission,
  metricReadPermission,
  metricUpdatePermission,
} from '@etude/plugin-metrics-common';
import type {
  CreateMetricRequest,
  ListMetricsFilter,
  StoredMetric,
  UpdateMetricRequest,
} from '@etude/plugin-metrics-common';
import type { Request } from 'express';
import {
  etagConflict,
  idTaken,
  notFound,
  notFoundProblem,
  refusal,
} from '../metrics-errors';
import { metricResourceRef } from '../permission-rules';
import type { DefinitionVersionStore } from '../stores/definition-version-store';
import type { FactTableStore } from '../stores/fact-table-store';
import type { MetricStore } from '../stores/metric-store';
import { audited } from './audited';
import { principalName } from './authorization';
import type { Authorization } from './authorization';
import { chosenId, createdRecord, updatedRecord } from './definition-changes';
import type { MetricPlanner } from './metric-planner';

export type MetricsOptions = {
  readonly store: MetricStore;
  readonly versions: DefinitionVersionStore<Metric>;
  readonly factTables: FactTableStore;
  readonly planner: MetricPlanner;
  readonly authorization: Authorization;
  readonly auditor: AuditorService;
  readonly clock: Clock;
};

type Call = { readonly caller: Caller; readonly request: Request };
type CallOf<T> = Call & { readonly body: T };

/** Use cases of metrics. */
export class Metrics {
  readonly #options: MetricsOptions;

  constructor(options: MetricsOptions) {
    this.#options = options;
  }

  async list(
    filter: ListMetricsFilter,
    caller: Caller,
  ): Promise<StoredMetric[]> {
    const { store, authorization } = this.#options;
    await authorization.require(metricReadPermission, caller);
    return store.list({
      equals: {
        owner: filter.owner,
        fact_table_id: filter.factTableId,
        state: filter.state,
      },
      q: filter.q,
    });
  }

  async get(id: string, caller: Caller): Promise<StoredMetric> {
    await this.#options.authorization.require(metricReadPermission, caller);
    return this.#find(id);
  }

  /**
   * Passes when the caller may make the metric, or what it is now into it.
   *
   * @throws ETUDE_METRICS_FORBIDDEN, ETUDE_METRICS_OWNER_FORBIDDEN
   */
  async mayStore(
    { owner }: Pick<Metric, 'owner'>,
    previous: StoredMetric | undefined,
    caller: Caller,
  ): Promise<void> {
    const check = {
      create: metricCreatePermission,
      update: metricUpdatePermission,
      resourceRef: metricResourceRef,
      previous,
      owner,
    };
    await this.#options.authorization.requireStore(check, caller);
  }

  async create(call: CallOf<CreateMetricRequest>): Promise<StoredMetric> {
    const { store, auditor, clock } = this.#options;
    const { caller, body, request } = call;
    await this.mayStore(body, undefined, caller);
    const metric = metricSchema.parse({
      ...body,
      id: chosenId(body),
      state: 'active',
    });
    return audited(
      auditor,
      { eventId: 'metric-create', request, meta: { metricId: metric.id } },
      async () => {
        await this.#check(metric);
        const record = createdRecord({ by: principalName(caller), clock });
        if (!(await store.insert(metric, record))) {
          throw idTaken('metric', metric.id);
        }
        return { ...metric, ...record };
      },
    );
  }

  async update(
    id: string,
    call: CallOf<UpdateMetricRequest>,
  ): Promise<StoredMetric> {
    const { auditor } = this.#options;
    const { caller, body, request } = call;
    const previous = await this.#find(id);
    await this.mayStore(body, previous, caller);
    const metric = metricSchema.parse({ ...body, id, state: previous.state });
    return audited(
      auditor,
      { eventId: 'metric-update', request, meta: { metricId: id } },
      async () => {
        await this.#check(metric);
        return this.#replace(metric, previous, { caller, etag: body.etag });
      },
    );
  }

  /** The metric as archived; archiving it again changes nothing. */
  async archive(id: string, { caller, request }: Call): Promise<StoredMetric> {
    const previous = await this.#find(id);
    await this.mayStore(previous, previous, caller);
    if (previous.state === 'archived') return previous;
    const metric = metricSchema.parse({ ...previous, state: 'archived' });
    return audited(
      this.#options.auditor,
      { eventId: 'metric-archive', request, meta: { metricId: id } },
      () => this.#replace(metric, previous, { caller, etag: previous.etag }),
    );
  }

  async #find(id: string): Promise<StoredMetric> {
    const metric = await this.#options.store.find(id);
    if (!metric) throw notFound('metric', id);
    return metric;
  }

  async #replace(
    metric: Metric,
    previous: StoredMetric,
    change: { readonly caller: Caller; readonly etag: string },
  ): Promise<StoredMetric> {
    const { store, versions, clock } = this.#options;
    const by = principalName(change.caller);
    const record = updatedRecord(previous, { by, clock });
    await versions.keep(previous);
    if (!(await store.update(metric, record, change.etag))) {
      throw etagConflict('metric', metric.id);
    }
    return { ...metric, ...record };
  }

  async #check(metric: Metric): Promise<void> {
    const { factTables, planner } = this.#options;
    const factTable = await factTables.find(metric.factTableId);
    const problems = factTable
      ? await planner.problems(metric, factTable)
      : [
          {
            ...notFoundProblem('fact table', metric.factTableId),
            path: 'factTableId',
          },
        ];
    if (problems.length > 0) {
      throw refusal(
        'ETUDE_METRICS_METRIC_INVALID',
        `The metric '${metric.id}' cannot be computed`,
        problems,
      );
    }
  }
}
