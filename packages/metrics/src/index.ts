export { BASELINE_VARIANT, planBaseline } from './baseline-request';
export type { BaselineRequest } from './baseline-request';
export type { ComputationPlan } from './computation-plan';
export { computationQuery } from './computation-query';
export {
  assignmentSourceSchema,
  computationRequestSchema,
  dimensionSourceSchema,
  exposureFilterSchema,
  unitCovariateSchema,
} from './computation-request';
export type {
  AssignmentSource,
  ComputationRequest,
  DimensionSource,
  ExposureFilter,
  UnitCovariate,
} from './computation-request';
export {
  funnelStepRowSchema,
  momentsRowSchema,
  quantileRowSchema,
  trafficRowSchema,
} from './computation-result';
export type {
  CompanionMoments,
  ComputationResult,
  DimensionValue,
  FunnelStepRow,
  MomentsRow,
  QuantileRow,
  TrafficRow,
} from './computation-result';
export { planDistribution } from './distribution-plan';
export type {
  DistributionPlan,
  DistributionRequest,
} from './distribution-plan';
export { distributionQuery } from './distribution-query';
export { readDistributionRow } from './read-distribution-row';
export type { Distribution, DistributionBin } from './read-distribution-row';
export {
  LAKE_WAREHOUSE_ID,
  factSourceSchema,
  factTableSchema,
  measureSchema,
  warehouseIdOf,
} from './fact-table';
export { compareEventDefinitions } from './compare-event-definitions';
export type { EventFieldChange } from './compare-event-definitions';
export { eventDefinitionSchema } from './event-definition';
export type { EventDefinition, EventField } from './event-definition';
export { entityRelationSchema } from './entity-relation';
export type { EntityRelation } from './entity-relation';
export { assigningRowsQuery } from './exposures-cte';
export type { FactSource, FactTable, Measure } from './fact-table';
export { planIncrement } from './incremental/plan-increment';
export type { PlannedIncrement } from './incremental/plan-increment';
export type { WholeMetric } from './incremental/split-plan';
export { mergeComputations } from './merge-computations';
export { mergeMoments } from './merge-moments';
export type { Moments } from './merge-moments';
export {
  funnelStepSchema,
  metricCapSchema,
  metricCovariateSchema,
  metricDenominatorSchema,
  metricFilterSchema,
  metricQuantileSchema,
  metricSchema,
  metricWindowSchema,
} from './metric';
export type {
  FunnelStep,
  Metric,
  MetricCap,
  MetricCovariate,
  MetricDenominator,
  MetricFilter,
  MetricQuantile,
  MetricWindow,
} from './metric';
export { metricFigures, windowDays } from './metric-figures';
export type { MetricFigures } from './metric-figures';
export { planComputation } from './plan-computation';
export { readBaselineRows } from './read-baseline-rows';
export type { BaselineResult, MetricBaseline } from './read-baseline-rows';
export { readComputationRows } from './read-computation-rows';
export { relationsOnTheWay } from './relate-fact-tables';
export { relationCoverageQuery } from './relation-coverage';
export {
  UNIT_SAMPLE_SLICES,
  sliceCount,
  slicedPlans,
  unitSampleQuery,
} from './sliced-plans';
export { sourceRelation } from './source-relation';
export type { ComputationRow } from './answer-row';
