export { analyzeExperiment } from './analyze-experiment';
export type { AnalysisInput, MetricInfo, QuantileRow } from './analysis-input';
export type { LookRecord, LookTest } from './look-record';
export type {
  AdjustedDesign,
  AnalysisResult,
  BayesianView,
  Breakdown,
  Condition,
  DeteriorationMonitor,
  HealthCheck,
  HypothesisLevel,
  Interval,
  MetricAdjustment,
  MetricBound,
  MetricDifference,
  MetricLift,
  MetricOutcome,
  MetricPrecision,
  MetricResult,
  MetricSequence,
  Progress,
  Recommendation,
  VariantSummary,
  Visibility,
} from './analysis-result';
export { awaitedChecks } from './health/health-checks';
export { explainResult } from './explanation/explain-result';
export type {
  ExplainedInput,
  ExplainedStep,
  FigureExplanation,
  FigureUnit,
} from './explanation/figure-explanation';
export { learningRates, MIN_EXPERIMENTS_FOR_TREND } from './learning-rates';
export type {
  LearningRates,
  PrecisionSummary,
  Rate,
  RateGroup,
  RateSummary,
} from './learning-rates';
export { achievedMdeRatio } from './learning-rates-precision';
export type { LearningRecord } from './learning-rates-record';
export type { LossStep } from './learning-rates-waterfall';
export { planSampleSize } from './plan-sample-size';
export type {
  DenominatorBaseline,
  DesignPrice,
  MetricBaselineFigures,
  MetricSampleSize,
  PlannedPeriod,
  PlanRuntime,
  PlanSampleSizeInput,
  PowerCurve,
  QuantileBaseline,
  SampleSizeMetric,
  SampleSizePlan,
  SensitivityPoint,
  TrafficHistory,
} from './planning/sample-size-plan';
