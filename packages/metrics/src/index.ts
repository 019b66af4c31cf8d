export { BASELINE_VARIANT, planBaseline } from './baseline-request';
export type { BaselineRequest } from './baseline-request';
export type { ComputationPlan } from './computation-plan';
export { computationQuery } from './computation-query';
export {
  assignmentSourceSchema,
  computationRequestSchema,
  unitCovariateSchema,
} from './computation-request';
export type {
  AssignmentSource,
  ComputationRequest,
  UnitCovariate,
} from './computation-request';
export { momentsRowSchema, trafficRowSchema } from './computation-result';
export type {
  CompanionMoments,
  ComputationResult,
  DimensionValue,
  MomentsRow,
  TrafficRow,
} from './computation-result';
export { factSourceSchema, factTableSchema, measureSchema } from './fact-table';
export type { FactSource, FactTable, Measure } from './fact-table';
export { mergeMoments } from './merge-moments';
export type { Moments } from './merge-moments';
export {
  metricDenominatorSchema,
  metricFilterSchema,
  metricSchema,
  metricWindowSchema,
} from './metric';
export type {
  Metric,
  MetricDenominator,
  MetricFilter,
  MetricWindow,
} from './metric';
export { planComputation } from './plan-computation';
export { readBaselineRows } from './read-baseline-rows';
export type { BaselineResult, MetricBaseline } from './read-baseline-rows';
export { readComputationRows } from './read-computation-rows';
export type { ComputationRow } from './read-computation-rows';
