export {
  normalCdf,
  normalLogCdf,
  normalLogSf,
  normalPdf,
  normalQuantile,
  normalSf,
  normalUpperQuantile,
} from './distributions/normal';
export {
  studentTCdf,
  studentTLogCdf,
  studentTLogSf,
  studentTPdf,
  studentTQuantile,
  studentTSf,
  studentTUpperQuantile,
} from './distributions/student-t';
export {
  chiSquareCdf,
  chiSquareLogCdf,
  chiSquareLogSf,
  chiSquarePdf,
  chiSquareQuantile,
  chiSquareSf,
  chiSquareUpperQuantile,
} from './distributions/chi-square';
export {
  fCdf,
  fLogCdf,
  fLogSf,
  fPdf,
  fQuantile,
  fSf,
  fUpperQuantile,
} from './distributions/f';
export {
  betaCdf,
  betaLogCdf,
  betaLogSf,
  betaPdf,
  betaQuantile,
  betaSf,
  betaUpperQuantile,
} from './distributions/beta';
export {
  gammaCdf,
  gammaLogCdf,
  gammaLogSf,
  gammaPdf,
  gammaQuantile,
  gammaSf,
  gammaUpperQuantile,
} from './distributions/gamma';
export {
  binomialCdf,
  binomialLogCdf,
  binomialLogSf,
  binomialPmf,
  binomialQuantile,
  binomialSf,
} from './distributions/binomial';
export {
  EMPTY_MOMENTS,
  mergeMoments,
  momentsFromVariance,
  momentsOf,
  sampleVariance,
} from './moments/moments';
export type { Moments } from './moments/moments';
export {
  EMPTY_PAIR_MOMENTS,
  mergePairMoments,
  momentsOfX,
  momentsOfY,
  pairMomentsFromSummary,
  pairMomentsOf,
  sampleCovariance,
} from './moments/pair-moments';
export type {
  PairColumns,
  PairMoments,
  PairSummary,
} from './moments/pair-moments';
export { summaryOf, varianceOfMean } from './moments/sample-summary';
export type { SampleSummary } from './moments/sample-summary';
export { testEffect } from './fixed-horizon/effect-test';
export type {
  Alternative,
  EffectTest,
  EffectTestInput,
  Interval,
} from './fixed-horizon/effect-test';
export {
  meanDifferenceTest,
  welchDegreesOfFreedom,
} from './fixed-horizon/mean-difference';
export type {
  MeanDifferenceInput,
  MeanTest,
} from './fixed-horizon/mean-difference';
export { proportionDifferenceTest } from './fixed-horizon/proportion-difference';
export type { ProportionDifferenceInput } from './fixed-horizon/proportion-difference';
export { proportionSummary } from './fixed-horizon/proportion-sample';
export type { ProportionSample } from './fixed-horizon/proportion-sample';
export { newcombeInterval } from './fixed-horizon/newcombe-interval';
export type { NewcombeInput } from './fixed-horizon/newcombe-interval';
export { wilsonInterval } from './fixed-horizon/wilson-interval';
export {
  inferiorityTest,
  nonInferiorityTest,
  superiorityTest,
} from './fixed-horizon/directed-test';
export type {
  DirectedTest,
  DirectedTestInput,
  NonInferiorityInput,
  PreferredDirection,
} from './fixed-horizon/directed-test';
export { relativeLift } from './fixed-horizon/relative-lift';
export type {
  EstimatedMean,
  RelativeLift,
  RelativeLiftInput,
} from './fixed-horizon/relative-lift';
export {
  requiredSampleSize,
  requiredSampleSizeForProportion,
} from './sample-size/required-sample-size';
export type {
  DesignTarget,
  ProportionSampleSizeInput,
  SampleSize,
  SampleSizeInput,
  Sides,
} from './sample-size/required-sample-size';
export { SRM_THRESHOLD, srmTest } from './validity/srm-test';
export type { SrmTest, VariantCounts } from './validity/srm-test';
export { decisionRuleDesign } from './decision-rule/decision-rule-design';
export type {
  DecisionRuleDesign,
  DecisionRuleInput,
} from './decision-rule/decision-rule-design';
export { ratioMetricTest, ratioSummary } from './fixed-horizon/ratio-metric';
export type {
  RatioMetricInput,
  RatioMetricTest,
} from './fixed-horizon/ratio-metric';
export { cupedAdjust, cupedTest } from './fixed-horizon/cuped';
export type {
  CupedAdjustment,
  CupedInput,
  CupedTest,
} from './fixed-horizon/cuped';
export { regressionAdjustedTest } from './fixed-horizon/regression-adjustment';
export type { RegressionAdjustedTest } from './fixed-horizon/regression-adjustment';
export { adjustPValues } from './fixed-horizon/adjust-p-values';
export type {
  AdjustedPValues,
  PAdjustMethod,
} from './fixed-horizon/adjust-p-values';
export { requiredSampleSizeForVariants } from './sample-size/sample-size-for-variants';
export type {
  VariantsSampleSize,
  VariantsSampleSizeInput,
} from './sample-size/sample-size-for-variants';
export {
  achievedPower,
  poweredEffect,
  poweredEffectForProportion,
} from './sample-size/achieved-power';
export type { AchievedPower, Precision } from './sample-size/achieved-power';
export { estimateRuntime } from './sample-size/runtime';
export type { Runtime, RuntimeInput } from './sample-size/runtime';
export { fixedPowerCheck } from './sample-size/fixed-power-check';
export type {
  FixedPowerCheck,
  FixedPowerInput,
} from './sample-size/fixed-power-check';
export { requiredSampleSizeForMetrics } from './decision-rule/sample-size-for-metrics';
export type {
  MetricsSampleSize,
  MetricsSampleSizeInput,
  PoweredMetric,
} from './decision-rule/sample-size-for-metrics';
export {
  SEQUENTIAL_SRM_CONCENTRATION,
  sequentialSrm,
} from './validity/sequential-srm';
export type {
  SequentialSrm,
  SequentialSrmInput,
} from './validity/sequential-srm';
export {
  PRE_EXPOSURE_ALPHA,
  preExposureCheck,
} from './validity/pre-exposure-check';
export type {
  PreExposureCheck,
  PreExposureComparison,
} from './validity/pre-exposure-check';
export {
  CROSSOVER_THRESHOLD,
  crossoverCheck,
} from './validity/crossover-check';
export type { CrossoverCheck } from './validity/crossover-check';
export { spentAlpha } from './sequential/alpha-spending';
export type { AlphaSpending } from './sequential/alpha-spending';
export { groupSequentialBounds } from './sequential/group-sequential-bounds';
export type {
  GroupSequentialBounds,
  GroupSequentialSchedule,
} from './sequential/group-sequential-bounds';
export { groupSequentialAnalysis } from './sequential/group-sequential-analysis';
export type {
  GroupSequentialInput,
  GroupSequentialLook,
  SequentialLook,
} from './sequential/group-sequential-analysis';
export {
  groupSequentialInflation,
  groupSequentialPower,
} from './sequential/group-sequential-design';
export type {
  GroupSequentialInflation,
  GroupSequentialPower,
} from './sequential/group-sequential-design';
export {
  asymptoticConfidenceSequence,
  runningAlwaysValidP,
} from './sequential/asymptotic-confidence-sequence';
export type {
  AlwaysValidInput,
  AlwaysValidResult,
} from './sequential/asymptotic-confidence-sequence';
export { mixtureSprt } from './sequential/mixture-sprt';
export type { MixtureSprt, MixtureSprtInput } from './sequential/mixture-sprt';
export { generalisedAlwaysValidInterval } from './sequential/gavi';
export type { Gavi } from './sequential/gavi';
export {
  quantileDifferenceInterval,
  quantileInterval,
} from './quantiles/quantile-interval';
export type {
  QuantileDifferenceInput,
  QuantileInterval,
} from './quantiles/quantile-interval';
export {
  quantileTestFromBounds,
  summaryOfBoundedQuantile,
} from './quantiles/quantile-test-from-bounds';
export type { BoundedQuantile } from './quantiles/quantile-test-from-bounds';
export { winsorize } from './quantiles/winsorize';
export type { CapRule, Winsorized } from './quantiles/winsorize';
export { gaussianEffect } from './bayes/gaussian-effect';
export type {
  GaussianEffect,
  GaussianEffectInput,
} from './bayes/gaussian-effect';
export { chanceToWinProportion } from './bayes/beta-binomial';
export type { BetaBinomialInput } from './bayes/beta-binomial';
export { fitPlattScaling, plattProbability } from './votes/platt-scaling';
export type { PlattScaling, PlattScalingInput } from './votes/platt-scaling';
export { weightedVote } from './votes/weighted-vote';
export type { Vote, VoteResult } from './votes/weighted-vote';
export {
  runStatisticsCases,
  statisticsCaseKinds,
} from './conformance/run-statistics-cases';
export type { ConformanceReport } from './conformance/run-statistics-cases';
export type {
  StatsProblem,
  StatsProblemCode,
  StatsRefusal,
  StatsResult,
} from './result';
