import { alwaysValidStudy } from './scenarios/always-valid';
import { cappingStudy } from './scenarios/capping';
import { clustersStudy } from './scenarios/clusters';
import { confidenceScoresStudy } from './scenarios/confidence-scores';
import { covariatesStudy } from './scenarios/covariates';
import { decisionRuleStudy } from './scenarios/decision-rule/decision-rule-study';
import { analysedMetricsStudy } from './scenarios/experiments/analysed-metrics';
import { monitoringStudy } from './scenarios/experiments/monitoring';
import { precisionDecisionsStudy } from './scenarios/experiments/precision-decisions';
import { sequentialDecisionsStudy } from './scenarios/experiments/sequential-decisions';
import { unitReserveStudy } from './scenarios/experiments/unit-reserve';
import { verdictsStudy } from './scenarios/experiments/verdicts';
import { exposureChecksStudy } from './scenarios/exposure-checks';
import { fixedPowerStudy } from './scenarios/fixed-power';
import { groupSequentialStudy } from './scenarios/group-sequential';
import { groupSequentialRunsStudy } from './scenarios/group-sequential-runs';
import { liftStudy } from './scenarios/lift';
import { linRegressionStudy } from './scenarios/lin-regression';
import { meansStudy } from './scenarios/means';
import { metaAnalysisStudy } from './scenarios/meta-analysis';
import { multiplicityStudy } from './scenarios/multiplicity';
import { nonInferiorityStudy } from './scenarios/non-inferiority';
import { proportionsStudy } from './scenarios/proportions';
import { quantilesStudy } from './scenarios/quantiles';
import { ratiosStudy } from './scenarios/ratios';
import { validityStudy } from './scenarios/validity';
import type { Study } from './study';

/** Every table of the page, in its order. */
export const STUDIES: readonly Study[] = [
  meansStudy,
  proportionsStudy,
  ratiosStudy,
  covariatesStudy,
  linRegressionStudy,
  cappingStudy,
  liftStudy,
  nonInferiorityStudy,
  quantilesStudy,
  clustersStudy,
  groupSequentialStudy,
  groupSequentialRunsStudy,
  alwaysValidStudy,
  fixedPowerStudy,
  multiplicityStudy,
  decisionRuleStudy,
  validityStudy,
  exposureChecksStudy,
  analysedMetricsStudy,
  monitoringStudy,
  sequentialDecisionsStudy,
  precisionDecisionsStudy,
  verdictsStudy,
  unitReserveStudy,
  metaAnalysisStudy,
  confidenceScoresStudy,
];
