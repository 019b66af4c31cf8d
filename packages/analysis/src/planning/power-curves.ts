import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import { poweredEffectForProportion } from '@etude/stats';
import { driftAt } from './look-plan';
import type { PowerCurve } from './sample-size-plan';
import type { CostedHypothesis } from './sized-decision';
import type { PlannedWeights } from './whole-experiment';
import { unitsOfHypothesis } from './whole-experiment';

/** Power of a test at `units` over all variants and a multiple of its target. */
export type PowerAt = (units: number, multiplier: number) => number | null;

/**
 * The power function of a test in its look plan. Its answer is null where the
 * multiple of the effect does not exist, as for a rate above 1.
 */
export const powerOf = (
  hypothesis: CostedHypothesis,
  weights: PlannedWeights,
): Result<PowerAt> => {
  const power = hypothesis.cost.power();
  if (!power.ok) return power;
  return ok((units, multiplier) => {
    if (multiplier === 0) return power.value(0);
    const fixed = unitsOfHypothesis(hypothesis, weights, multiplier);
    return fixed.ok
      ? power.value(driftAt(hypothesis, units, fixed.value.formula))
      : null;
  });
};

/**
 * Smallest effect or margin, relative to the control mean, that `units` over
 * all variants find with the planned power; null where there is none.
 */
export const poweredEffectRelative = (
  hypothesis: CostedHypothesis,
  weights: PlannedWeights,
  units: number,
): number | null => {
  const { baseline, metric, test, target, fixed, cost } = hypothesis;
  if (!(units > 0)) return null;
  if (metric.kind !== 'proportion' || test === 'non-inferiority') {
    return target * Math.sqrt((fixed.formula * cost.inflation) / units);
  }
  // Only the units that one look would need count, and only as many as they
  // are worth of independent units without covariates.
  const worth =
    units / weights.total / cost.inflation / (baseline.varianceFactor ?? 1);
  const effect = poweredEffectForProportion({
    alpha: hypothesis.alpha,
    power: hypothesis.power,
    sides: 1,
    baseline: baseline.mean,
    nControl: worth * weights.control,
    nTreatment: worth * Math.min(...weights.treatments),
    direction: metric.direction,
  });
  return effect.ok ? effect.value / baseline.mean : null;
};

const MULTIPLIERS = Array.from({ length: 21 }, (_, k) => k / 10);

/** Power curves of all tests with a target, at the units of the plan. */
export const powerCurves = (
  hypotheses: readonly CostedHypothesis[],
  weights: PlannedWeights,
  units: number,
): Result<readonly PowerCurve[]> => {
  const curves: PowerCurve[] = [];
  for (const hypothesis of hypotheses) {
    const powerAt = powerOf(hypothesis, weights);
    if (!powerAt.ok) return powerAt;
    curves.push({
      metricId: hypothesis.metric.metricId,
      test: hypothesis.test,
      points: MULTIPLIERS.flatMap(multiplier => {
        const power = powerAt.value(units, multiplier);
        const effectRelative = multiplier * hypothesis.target;
        return power === null ? [] : [{ effectRelative, power }];
      }),
    });
  }
  return ok(curves);
};
