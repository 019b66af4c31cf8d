import type {
  CreateFactTableRequest,
  CreateMetricRequest,
} from '@etude/plugin-metrics-common';

/** How the facts of a unit become one number. */
export type MetricDefinition = CreateMetricRequest;
export type MetricType = MetricDefinition['type'];
export type Aggregation = MetricDefinition['aggregation'];
export type MetricFilter = MetricDefinition['filters'][number];
export type FilterOperator = MetricFilter['operator'];
export type MetricWindow = NonNullable<MetricDefinition['window']>;

/** Where rows come from and what their columns are for. */
export type FactTableDefinition = CreateFactTableRequest;
export type FactSource = FactTableDefinition['source'];
export type Measure = FactTableDefinition['measures'][number];
