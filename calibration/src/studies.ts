import { alwaysValidStudy } from './scenarios/always-valid';
import { clustersStudy } from './scenarios/clusters';
import { covariatesStudy } from './scenarios/covariates';
import { decisionRuleStudy } from './scenarios/decision-rule/decision-rule-study';
import { monitoringStudy } from './scenarios/experiments/monitoring';
import { sequentialDecisionsStudy } from './scenarios/experiments/sequential-decisions';
import { verdictsStudy } from './scenarios/experiments/verdicts';
import { fixedPowerStudy } from './scenarios/fixed-power';
import { groupSequentialRunsStudy } from './scenarios/group-sequential-runs';
import { groupSequentialStudy } from './scenarios/group-sequential';
import { liftStudy } from './scenarios/lift';
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
  monitoringStudy,
  sequentialDecisionsStudy,
  verdictsStudy,
  metaAnalysisStudy,
];
