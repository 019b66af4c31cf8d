// Distributions.
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

// Moments of units.
export {
  EMPTY_MOMENTS,
  mergeMoments,
  momentsFromVariance,
  momentsOf,
  sampleVariance,
} from './moments/moments';
export type { Moments } from './moments/moments';
export { momentsFromSums } from './moments/moments-from-sums';
export type { MomentsFromSums, RawSums } from './moments/moments-from-sums';
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
export {
  EMPTY_VECTOR_MOMENTS,
  comomentAt,
  mergeVectorMoments,
  momentsAt,
  pairMomentsAt,
  vectorMomentsFromSummary,
  vectorMomentsOf,
  vectorMomentsOfPair,
} from './moments/vector-moments';
export type { VectorMoments, VectorSummary } from './moments/vector-moments';
export { transformedVectorMoments } from './moments/combined-moments';
export { summaryOf, varianceOfMean } from './moments/sample-summary';
export type { SampleSummary } from './moments/sample-summary';

// One effect: differences, rates, ratios, lifts.
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
export { proportionSummary } from './fixed-horizon/proportion-sample';
export type { ProportionSample } from './fixed-horizon/proportion-sample';
export { proportionDifferenceTest } from './fixed-horizon/proportion-difference';
export type { ProportionDifferenceInput } from './fixed-horizon/proportion-difference';
export { newcombeInterval } from './fixed-horizon/newcombe-interval';
export type { NewcombeInput } from './fixed-horizon/newcombe-interval';
export { wilsonInterval } from './fixed-horizon/wilson-interval';
export { ratioMetricTest, ratioSummary } from './fixed-horizon/ratio-metric';
export type {
  RatioMetricInput,
  RatioMetricTest,
} from './fixed-horizon/ratio-metric';
export { relativeLift } from './fixed-horizon/relative-lift';
export type {
  EstimatedMean,
  RelativeLift,
  RelativeLiftInput,
} from './fixed-horizon/relative-lift';

// One effect with covariates.
export type { CovariateMoments } from './fixed-horizon/covariate-slopes';
export { cupedAdjust, cupedTest } from './fixed-horizon/cuped';
export type {
  CupedAdjustment,
  CupedInput,
  CupedTest,
} from './fixed-horizon/cuped';
export {
  linearisedRatioPairs,
  ratioCupedTest,
} from './fixed-horizon/ratio-cuped';
export type { RatioCupedInput } from './fixed-horizon/ratio-cuped';
export { regressionAdjustedTest } from './fixed-horizon/regression-adjustment';
export type { RegressionAdjustedTest } from './fixed-horizon/regression-adjustment';
export { linRegressionTest } from './fixed-horizon/lin-regression';
export type {
  CovariateColumns,
  LinRegressionInput,
  LinRegressionTest,
} from './fixed-horizon/lin-regression';

// Assignment by cluster.
export { clusterRandomizedTest } from './cluster/cluster-randomized-test';
export type {
  ClusterRandomizedInput,
  ClusterRandomizedTest,
  ClusterTestOptions,
} from './cluster/cluster-randomized-test';
export { designEffect } from './cluster/design-effect';
export type { DesignEffectInput } from './cluster/design-effect';
export { intraclassCorrelation } from './cluster/intraclass-correlation';
export type { IntraclassCorrelation } from './cluster/intraclass-correlation';

// Quantiles and capping.
export {
  quantileDifferenceInterval,
  quantileInterval,
} from './quantiles/quantile-interval';
export type {
  QuantileDifference,
  QuantileDifferenceInput,
  QuantileInterval,
} from './quantiles/quantile-interval';
export {
  quantileTestFromBounds,
  summaryOfBoundedQuantile,
} from './quantiles/quantile-test-from-bounds';
export type {
  BoundedQuantile,
  QuantileTestInput,
} from './quantiles/quantile-test-from-bounds';
export {
  clusteredQuantileInterval,
  clusteredQuantileOf,
  clusteredQuantileTest,
  quantileClusterInflation,
} from './quantiles/clustered-quantile';
export type {
  ClusteredQuantile,
  ClusteredQuantileInterval,
  ClusteredQuantileTestInput,
  EventsByUnit,
  QuantileClusterInflation,
} from './quantiles/clustered-quantile';
export { winsorize } from './quantiles/winsorize';
export type { CapRule, Winsorized } from './quantiles/winsorize';

// Directed hypotheses and several of them.
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
export { adjustPValues } from './fixed-horizon/adjust-p-values';
export type {
  AdjustedPValues,
  AdjustPValuesInput,
  HypothesisTag,
  PAdjustMethod,
} from './fixed-horizon/adjust-p-values';

// Decision rules.
export {
  hypothesesOf,
  standardDecisionTree,
} from './decision-rule/decision-node';
export type { DecisionNode } from './decision-rule/decision-node';
export { allocateErrorRates } from './decision-rule/allocate-error-rates';
export type {
  DecisionErrorRates,
  HypothesisErrorRates,
} from './decision-rule/allocate-error-rates';
export { evaluateDecision } from './decision-rule/evaluate-decision';
export type {
  DecisionEvaluation,
  EvaluatedNode,
  ThreeValued,
} from './decision-rule/evaluate-decision';
export { decisionRuleDesign } from './decision-rule/decision-rule-design';
export type {
  DecisionRuleDesign,
  DecisionRuleInput,
} from './decision-rule/decision-rule-design';
export { requiredSampleSizeForMetrics } from './decision-rule/sample-size-for-metrics';
export type {
  MetricsSampleSize,
  MetricsSampleSizeInput,
  PoweredMetric,
} from './decision-rule/sample-size-for-metrics';

// Planning.
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
export { requiredSampleSizeForVariants } from './sample-size/sample-size-for-variants';
export type {
  VariantsSampleSize,
  VariantsSampleSizeInput,
} from './sample-size/sample-size-for-variants';
export { requiredSampleSizeForWidth } from './sample-size/required-size-for-width';
export type { WidthSampleSizeInput } from './sample-size/required-size-for-width';
export {
  achievedPower,
  poweredEffect,
  poweredEffectForProportion,
} from './sample-size/achieved-power';
export type { AchievedPower, Precision } from './sample-size/achieved-power';
export { estimateRuntime, expectedUnitsByDay } from './sample-size/runtime';
export type {
  ArrivalHistory,
  Runtime,
  RuntimeInput,
} from './sample-size/runtime';
export { boundaryCrossings, boundaryDrift } from './sample-size/boundary-power';
export type { PlannedBoundary } from './sample-size/boundary-power';

// Looks of a group sequential design.
export { spentAlpha } from './sequential/alpha-spending';
export type { AlphaSpending } from './sequential/alpha-spending';
export { groupSequentialBounds } from './sequential/group-sequential-bounds';
export type {
  GroupSequentialBounds,
  GroupSequentialSchedule,
} from './sequential/group-sequential-bounds';
export {
  nextLook,
  startGroupSequential,
} from './sequential/group-sequential-state';
export type {
  GroupSequentialState,
  NextLook,
  SequentialBound,
  SpendingDesign,
} from './sequential/group-sequential-state';
export { groupSequentialAnalysis } from './sequential/group-sequential-analysis';
export type {
  GroupSequentialInput,
  GroupSequentialLook,
  SequentialLook,
} from './sequential/group-sequential-analysis';
export { latestLook } from './sequential/placed-looks';
export type {
  LatestLook,
  LookPlan,
  OverRun,
  PlacedLook,
  UnderRun,
} from './sequential/placed-looks';
export type { StoredLooks } from './sequential/stored-looks';
export {
  groupSequentialDesign,
  groupSequentialPower,
} from './sequential/group-sequential-design';
export type {
  GroupSequentialDesign,
  GroupSequentialDesignInput,
  GroupSequentialPower,
  PlannedLooks,
} from './sequential/group-sequential-design';
export { repeatedTest } from './sequential/repeated-test';
export type {
  RepeatedTest,
  RepeatedTestInput,
} from './sequential/repeated-test';

// Always valid looks.
export { asymptoticConfidenceSequence } from './sequential/asymptotic-confidence-sequence';
export type {
  AlwaysValidInput,
  AlwaysValidResult,
} from './sequential/asymptotic-confidence-sequence';
export { mixtureSprt } from './sequential/mixture-sprt';
export type { MixtureSprt, MixtureSprtInput } from './sequential/mixture-sprt';
export { generalisedAlwaysValidInterval } from './sequential/gavi';
export type { Gavi, GaviInput } from './sequential/gavi';
export { alwaysValidRequiredUnits } from './sequential/always-valid-required-units';
export type {
  AlwaysValidSampleSize,
  AlwaysValidSampleSizeInput,
} from './sequential/always-valid-required-units';
export { runningAlwaysValidP, runningP } from './sequential/running-p';
export type { RunningPInput } from './sequential/running-p';

// Looks of a fixed-power or fixed-width design.
export type {
  LookMoment,
  MetricPrecisionLook,
  PrecisionLook,
  ProjectedFinish,
} from './fixed-precision/precision-look';
export { BURN_IN } from './fixed-precision/burn-in';
export type { BurnIn, BurnInMissing } from './fixed-precision/burn-in';
export { fixedPowerCheck } from './fixed-precision/fixed-power-check';
export type {
  FixedPowerCheck,
  FixedPowerInput,
} from './fixed-precision/fixed-power-check';
export { fixedPowerLook } from './fixed-precision/fixed-power-look';
export type {
  FixedPowerLook,
  FixedPowerLookInput,
  FixedPowerMetric,
} from './fixed-precision/fixed-power-look';
export { fixedWidthCheck } from './fixed-precision/fixed-width-check';
export type {
  FixedWidthCheck,
  FixedWidthInput,
} from './fixed-precision/fixed-width-check';
export { fixedWidthLook } from './fixed-precision/fixed-width-look';
export type {
  FixedWidthLook,
  FixedWidthLookInput,
  FixedWidthMetric,
} from './fixed-precision/fixed-width-look';

// Validity of the data.
export { SRM_THRESHOLD, srmTest } from './validity/srm-test';
export type { SrmTest, VariantCounts } from './validity/srm-test';
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
export { EXPOSURE_GAPS_ALPHA, exposureGaps } from './validity/exposure-gaps';
export type {
  ExposureGaps,
  ExposureGapsInput,
  ShortDay,
} from './validity/exposure-gaps';

// The Bayesian view.
export { gaussianEffect } from './bayes/gaussian-effect';
export type {
  GaussianEffect,
  GaussianEffectInput,
} from './bayes/gaussian-effect';
export {
  betaBinomialEffect,
  chanceToWinProportion,
} from './bayes/beta-binomial';
export type {
  BetaBinomialEffect,
  BetaBinomialInput,
} from './bayes/beta-binomial';
export { PROPER_PRIOR, bayesianEffect } from './bayes/bayesian-effect';
export type {
  BayesianEffectInput,
  RelativePrior,
} from './bayes/bayesian-effect';

// Confidence scores.
export type { ScoredPredictions } from './votes/scored-predictions';
export { weightedVote } from './votes/weighted-vote';
export type { Vote, VoteResult } from './votes/weighted-vote';
export { fitPlattScaling, plattProbability } from './votes/platt-scaling';
export type { PlattScaling, PlattScalingInput } from './votes/platt-scaling';
export { brierScore } from './votes/brier-score';
export type { BrierScore } from './votes/brier-score';
export {
  expectedCalibrationError,
  reliabilityCurve,
} from './votes/reliability-curve';
export type {
  CalibrationError,
  ReliabilityBin,
  ReliabilityInput,
} from './votes/reliability-curve';

// Several experiments.
export type { EstimatedEffect } from './meta-analysis/estimated-effect';
export type { HeterogeneityMethod } from './meta-analysis/heterogeneity';
export { pooledEffect } from './meta-analysis/pooled-effect';
export type {
  Heterogeneity,
  PooledEffect,
  PooledEffectInput,
} from './meta-analysis/pooled-effect';
export { shrunkenEffects } from './meta-analysis/shrunken-effects';
export type {
  ShrunkenEffect,
  ShrunkenEffects,
  ShrunkenEffectsInput,
} from './meta-analysis/shrunken-effects';
export { cumulativeImpact } from './meta-analysis/cumulative-impact';
export type {
  CumulativeImpact,
  CumulativeImpactInput,
  TotalEffect,
} from './meta-analysis/cumulative-impact';

// Conformance.
export {
  runStatisticsCases,
  statisticsCaseKinds,
} from './conformance/run-statistics-cases';
export type { ConformanceReport } from './conformance/run-statistics-cases';

// Results and refusals.
export type {
  StatsProblem,
  StatsProblemCode,
  StatsRefusal,
  StatsResult,
} from './result';
