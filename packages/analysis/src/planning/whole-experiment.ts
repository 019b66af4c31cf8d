import type { Problem, Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import type { PlannedVariant } from '@etude/lifecycle';
import type { StatsResult } from '@etude/stats';
import type { SizingUnit } from '../required-units';
import {
  exactPairUnits,
  exactPairUnitsForWidth,
  leastPairUnits,
} from '../required-units';
import type { PlannedHypothesis } from './planned-hypotheses';

/** Weights of the control and of each treatment variant. */
export type PlannedWeights = {
  readonly control: number;
  readonly treatments: readonly number[];
  readonly total: number;
};

/** The weights of a plan; NaN for a control that is no variant of it. */
export const plannedWeights = (
  variants: readonly PlannedVariant[],
  controlVariant: string | undefined,
): PlannedWeights => {
  const controlId = controlVariant ?? variants[0]?.id;
  const control = variants.find(({ id }) => id === controlId);
  return {
    control: control?.weight ?? Number.NaN,
    treatments: variants
      .filter(({ id }) => id !== controlId)
      .map(({ weight }) => weight),
    total: variants.reduce((sum, { weight }) => sum + weight, 0),
  };
};

/** Units over all variants, before rounding. */
export type ExactUnits = {
  /** By the formula alone. */
  readonly formula: number;
  /** At least the few that any estimate of a variance needs. */
  readonly needed: number;
};

const outOfReach = (name: string): Problem => ({
  code: 'ETUDE_ANALYSIS_UNITS_OUT_OF_REACH',
  message: `'${name}' would need more units than can be counted. Check its baseline and the weights of the variants, or plan a larger effect.`,
});

const largestOverPairs = (
  { metric, baseline }: PlannedHypothesis,
  weights: PlannedWeights,
  pairUnits: (unit: SizingUnit) => StatsResult<number>,
): Result<ExactUnits> => {
  let [formula, needed] = [0, 0];
  for (const treatment of weights.treatments) {
    const unit: SizingUnit = {
      ...baseline,
      direction: metric.direction,
      type: metric.kind,
      allocation: [weights.control, treatment],
    };
    const pair = pairUnits(unit);
    // The baseline is the same for all variants: one refusal tells it.
    if (!pair.ok) return pair;
    const scale = weights.total / (weights.control + treatment);
    formula = Math.max(formula, pair.value * scale);
    needed = Math.max(needed, leastPairUnits(unit) * scale, formula);
  }
  return needed < Number.MAX_SAFE_INTEGER
    ? ok({ formula, needed })
    : refused(outOfReach(metric.name ?? metric.metricId));
};

/**
 * Units over all variants that a fixed-horizon test needs for `multiplier`
 * times its target: the largest need of its comparisons with the control.
 */
export const unitsOfHypothesis = (
  hypothesis: PlannedHypothesis & { readonly target: number },
  weights: PlannedWeights,
  multiplier = 1,
): Result<ExactUnits> =>
  largestOverPairs(hypothesis, weights, unit =>
    exactPairUnits(unit, {
      ...hypothesis,
      target: multiplier * hypothesis.target,
    }),
  );

/** Units over all variants until an interval has the wanted width. */
export const unitsForWidth = (
  hypothesis: PlannedHypothesis,
  weights: PlannedWeights,
  widthRelative: number,
): Result<ExactUnits> =>
  largestOverPairs(hypothesis, weights, unit =>
    exactPairUnitsForWidth(unit, { alpha: hypothesis.alpha, widthRelative }),
  );

/** Units of a plan with each variant rounded up. */
export const roundedUnits = (
  exact: number,
  { control, treatments, total }: PlannedWeights,
): number =>
  [control, ...treatments].reduce(
    (units, weight) => units + Math.ceil(exact * (weight / total)),
    0,
  );
