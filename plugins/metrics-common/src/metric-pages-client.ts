import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import {
  columnValuesSchema,
  metricLineageSchema,
  metricSqlSchema,
  metricVersionListSchema,
} from './metric-page-api';
import type {
  MetricLineage,
  MetricSql,
  MetricVersion,
} from './metric-page-api';
import { previewSchema } from './preview-api';
import type { MetricPreview, PreviewRequest } from './preview-api';

type CallOptions = { readonly signal?: AbortSignal };

/** The part of the metrics API that pages of one metric show. */
export class MetricPagesClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** What a metric that is not saved yet would have been lately. */
  preview(
    body: PreviewRequest,
    options: CallOptions = {},
  ): Promise<MetricPreview> {
    return this.#api.request({
      method: 'POST',
      path: '/metrics:preview',
      body,
      schema: previewSchema,
      ...options,
    });
  }

  /** The query that a metric comes to on its warehouse. */
  sql(id: string): Promise<MetricSql> {
    return this.#api.request({
      path: pathOf`/metrics/${id}/sql`,
      schema: metricSqlSchema,
    });
  }

  /** The fact tables and columns that a metric reads. */
  lineage(id: string): Promise<MetricLineage> {
    return this.#api.request({
      path: pathOf`/metrics/${id}/lineage`,
      schema: metricLineageSchema,
    });
  }

  /** The definitions that a metric had, latest first. */
  async versions(id: string): Promise<readonly MetricVersion[]> {
    const { versions } = await this.#api.request({
      path: pathOf`/metrics/${id}/versions`,
      schema: metricVersionListSchema,
    });
    return versions;
  }

  /** Values of a column of a fact table lately, most frequent first. */
  async columnValues(
    factTableId: string,
    column: string,
    options: CallOptions = {},
  ): Promise<readonly string[]> {
    const { values } = await this.#api.request({
      path: pathOf`/fact-tables/${factTableId}/values`,
      query: { column },
      schema: columnValuesSchema,
      ...options,
    });
    return values;
  }
}
