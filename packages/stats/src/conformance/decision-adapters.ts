import { allocateErrorRates } from '../decision-rule/allocate-error-rates';
import type { DecisionNode } from '../decision-rule/decision-node';
import type { ThreeValued } from '../decision-rule/evaluate-decision';
import { evaluateDecision } from '../decision-rule/evaluate-decision';
import { brierScore } from '../votes/brier-score';
import type { ReliabilityInput } from '../votes/reliability-curve';
import {
  expectedCalibrationError,
  reliabilityCurve,
} from '../votes/reliability-curve';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import {
  hasValue,
  numberAt,
  numberOr,
  numbersAt,
  objectAt,
  objectsAt,
  oneOf,
  textAt,
} from './case-input';

const nodeOf = (json: JsonObject): DecisionNode => {
  const kind = oneOf<'hypothesis' | 'all' | 'any'>(json, 'kind', [
    'hypothesis',
    'all',
    'any',
  ]);
  return kind === 'hypothesis'
    ? { kind, id: textAt(json, 'id') }
    : { kind, children: objectsAt(json, 'children').map(nodeOf) };
};

const outcomesAt = (
  input: JsonObject,
  key: string,
): Readonly<Record<string, ThreeValued>> =>
  Object.fromEntries(
    Object.entries(objectAt(input, key)).map(([id, value]) => [
      id,
      typeof value === 'boolean' ? value : null,
    ]),
  );

const errorRates: Adapter = input =>
  mapResult(
    allocateErrorRates(nodeOf(objectAt(input, 'root')), {
      alpha: numberAt(input, 'alpha'),
      power: numberAt(input, 'power'),
      treatmentVariants: numberOr(input, 'treatment_groups', 1),
      vetoAlpha: numberOr(input, 'veto_alpha', 0),
    }),
    hypotheses => ({ hypotheses }),
  );

const evaluation: Adapter = input =>
  mapResult(
    evaluateDecision(
      nodeOf(objectAt(input, 'root')),
      outcomesAt(input, 'outcomes'),
      hasValue(input, 'vetoes') ? outcomesAt(input, 'vetoes') : {},
    ),
    value => ({
      holds: value.holds,
      holding: value.holding,
      failing: value.failing,
      open: value.open,
      deciding: value.deciding,
      raised_vetoes: value.raisedVetoes,
      open_vetoes: value.openVetoes,
    }),
  );

const predictionsOf = (input: JsonObject): ReliabilityInput => ({
  probabilities: numbersAt(input, 'probabilities'),
  labels: numbersAt(input, 'labels').map(label => (label === 1 ? 1 : 0)),
  bins: numberOr(input, 'bins', 10),
  binning: oneOf(input, 'binning', ['equal-width', 'equal-count']),
});

const brier: Adapter = input =>
  mapResult(brierScore(predictionsOf(input)), value => ({
    score: value.score,
    base_rate: value.baseRate,
    reference: value.reference,
    skill: value.skill,
  }));

const reliability: Adapter = input =>
  mapResult(
    reliabilityCurve({
      ...predictionsOf(input),
      alpha: numberOr(input, 'alpha', 0.05),
    }),
    bins => ({
      n: bins.map(bin => bin.n),
      mean_predicted: bins.map(bin => bin.meanPredicted),
      share_correct: bins.map(bin => bin.shareCorrect),
      ci: bins.map(bin => intervalJson(bin.ci)),
    }),
  );

const calibrationError: Adapter = input =>
  mapResult(expectedCalibrationError(predictionsOf(input)), value => ({
    expected: value.expected,
    maximum: value.maximum,
  }));

/** Decision-rule trees, and how well probabilities are calibrated. */
export const decisionAdapters: AdapterTable = {
  decision_tree_rates: errorRates,
  decision_tree_evaluation: evaluation,
  brier_score: brier,
  reliability_curve: reliability,
  calibration_error: calibrationError,
};
