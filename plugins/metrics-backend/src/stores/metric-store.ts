import { metricSchema } from '@etude/metrics';
import type { Metric } from '@etude/metrics';
import type { Knex } from 'knex';
import { DefinitionStore } from './definition-store';

export type MetricStore = DefinitionStore<Metric>;

/** The store of metrics. */
export const createMetricStore = (knex: Knex): MetricStore =>
  new DefinitionStore({
    knex,
    table: 'metrics',
    schema: metricSchema,
    columns: metric => ({
      fact_table_id: metric.factTableId,
      state: metric.state,
    }),
  });
