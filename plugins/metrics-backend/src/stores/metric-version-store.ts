import { metricSchema } from '@etude/metrics';
import type { MetricVersion, StoredMetric } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';

type VersionRow = {
  readonly metric_id: string;
  readonly etag: string;
  readonly since: string;
  readonly by: string;
  readonly definition: string;
};

/** A stored metric as the version that it is. */
export const versionOf = (metric: StoredMetric): MetricVersion => ({
  etag: metric.etag,
  since: metric.updatedAt,
  by: metric.updatedBy,
  definition: metricSchema.parse(metric),
});

/** The definitions that metrics had before the ones they have. */
export class MetricVersionStore {
  readonly #knex: Knex;

  constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Keeps what is about to be replaced; keeping it again changes nothing. */
  async keep(metric: StoredMetric): Promise<void> {
    const { etag, since, by, definition } = versionOf(metric);
    await this.#rows()
      .insert({
        metric_id: metric.id,
        etag,
        since,
        by,
        definition: JSON.stringify(definition),
      })
      .onConflict(['metric_id', 'etag'])
      .ignore();
  }

  /** Those of a metric, latest first. */
  async list(metricId: string): Promise<MetricVersion[]> {
    const rows = await this.#rows()
      .where({ metric_id: metricId })
      .orderBy([
        { column: 'since', order: 'desc' },
        { column: 'etag', order: 'asc' },
      ]);
    return rows.map(({ etag, since, by, definition }) => ({
      etag,
      since,
      by,
      definition: metricSchema.parse(JSON.parse(definition)),
    }));
  }

  #rows(): Knex.QueryBuilder<VersionRow, VersionRow[]> {
    return this.#knex<VersionRow, VersionRow[]>('metric_versions');
  }
}
