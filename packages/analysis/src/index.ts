export { analyzeExperiment } from './analyze-experiment';
export type { AnalysisInput, MetricInfo } from './analysis-input';
export type {
  AdjustedDesign,
  AnalysisResult,
  Condition,
  HealthCheck,
  Interval,
  MetricBound,
  MetricDifference,
  MetricLift,
  MetricOutcome,
  MetricResult,
  Progress,
  Recommendation,
  VariantSummary,
  Visibility,
} from './analysis-result';
export { learningRates, MIN_EXPERIMENTS_FOR_TREND } from './learning-rates';
export type {
  LearningRates,
  LearningRecord,
  Rate,
  RateGroup,
  RateSummary,
} from './learning-rates';
export { planSampleSize } from './plan-sample-size';
export type {
  PlanSampleSizeInput,
  SampleSizeMetric,
  SampleSizePlan,
} from './plan-sample-size';
