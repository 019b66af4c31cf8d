import { normalCdf, normalUpperQuantile } from '../distributions/normal';
import {
  checkAlpha,
  checkFinite,
  checkPositive,
  checkProbability,
  checkSample,
  zeroVariance,
} from '../input-checks';
import { varianceOfMean } from '../moments/sample-summary';
import type { SampleSummary } from '../moments/sample-summary';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import { solveIncreasing } from '../special/solve-increasing';
import type { DesignTarget, Sides } from './required-sample-size';
import { checkTarget, designDistance } from './required-sample-size';

/** Units and variance of one unit of a variant; its mean is not needed. */
export type Precision = Pick<SampleSummary, 'n' | 'variance'>;

const checkPrecisions = (
  control: Precision,
  treatment: Precision,
): readonly StatsProblem[] => {
  const problems = [
    ...checkSample({ ...control, mean: 0 }, 'control'),
    ...checkSample({ ...treatment, mean: 0 }, 'treatment'),
  ];
  return problems.length === 0 &&
    control.variance === 0 &&
    treatment.variance === 0
    ? [zeroVariance('control.variance')]
    : problems;
};

const stdErrOf = (control: Precision, treatment: Precision): number =>
  Math.sqrt(
    varianceOfMean({ ...control, mean: 0 }) +
      varianceOfMean({ ...treatment, mean: 0 }),
  );

/** Chance that a test of the given precision finds an effect. */
export type AchievedPower = {
  readonly power: number;
  /** Without the chance of a significant result of the wrong sign. */
  readonly powerIgnoringFarTail: number;
};

/**
 * Power of the z-test at the units seen so far, for an assumed effect.
 *
 * `Φ(|Δ|/se − z)`, plus `Φ(−|Δ|/se − z)` for a two-sided test. Source: Chow,
 * Shao & Wang (2nd ed.), chapter 3. Never put the observed effect here: that
 * power is a function of the p-value.
 */
export const achievedPower = (input: {
  readonly control: Precision;
  readonly treatment: Precision;
  /** Absolute effect; its sign does not matter. */
  readonly effect: number;
  readonly alpha: number;
  readonly sides: Sides;
}): StatsResult<AchievedPower> => {
  const { control, treatment, effect, alpha, sides } = input;
  const refusal = refusalOf([
    ...checkPrecisions(control, treatment),
    ...checkFinite(effect, 'effect'),
    ...checkAlpha(alpha),
  ]);
  if (refusal) return refusal;
  const distance = Math.abs(effect) / stdErrOf(control, treatment);
  const z = normalUpperQuantile(alpha / sides);
  const near = normalCdf(distance - z);
  const far = sides === 2 ? normalCdf(-distance - z) : 0;
  return computed({ power: near + far, powerIgnoringFarTail: near });
};

/**
 * The absolute effect that the units seen so far would detect with the wanted
 * power, `(z_{1−α/sides} + z_{power}) se`; always positive.
 */
export const poweredEffect = (
  input: DesignTarget & {
    readonly control: Precision;
    readonly treatment: Precision;
  },
): StatsResult<number> => {
  const refusal = refusalOf([
    ...checkTarget(input),
    ...checkPrecisions(input.control, input.treatment),
  ]);
  return (
    refusal ??
    computed(designDistance(input) * stdErrOf(input.control, input.treatment))
  );
};

/**
 * The absolute increase (or, with `direction: 'decrease'`, decrease) of a rate
 * that would be detected: the x that solves
 * `x = (z_a + z_b) √(p(1−p)/n_C + (p±x)(1−p∓x)/n_T)`; always positive.
 *
 * Root search to 4 ε. Refused when even a rate of 1 (or 0) would not be
 * detected with so few units.
 */
export const poweredEffectForProportion = (
  input: DesignTarget & {
    /** Rate of the control, 0–1. */
    readonly baseline: number;
    readonly nControl: number;
    readonly nTreatment: number;
    readonly direction?: 'increase' | 'decrease';
  },
): StatsResult<number> => {
  const { baseline, nControl, nTreatment } = input;
  const refusal = refusalOf([
    ...checkTarget(input),
    ...checkProbability(baseline, 'baseline'),
    ...checkPositive(nControl, 'nControl'),
    ...checkPositive(nTreatment, 'nTreatment'),
  ]);
  if (refusal) return refusal;
  const distance = designDistance(input);
  const room = input.direction === 'decrease' ? baseline : 1 - baseline;
  const sign = input.direction === 'decrease' ? -1 : 1;
  const excess = (x: number): number => {
    const shifted = baseline + sign * x;
    const squared =
      (baseline * (1 - baseline)) / nControl +
      Math.max(shifted * (1 - shifted), 0) / nTreatment;
    return x - distance * Math.sqrt(squared);
  };
  if (!(excess(room) >= 0)) {
    return refusedWith({
      code: 'ETUDE_STATS_TOO_FEW_UNITS',
      path: 'nControl',
      message: `${nControl} and ${nTreatment} units detect no possible change of a rate of ${baseline}. Wait for more units.`,
    });
  }
  const start = distance * Math.sqrt((baseline * (1 - baseline)) / nControl);
  const effect = solveIncreasing(x => excess(Math.min(x, room)), {
    guess: Math.min(start, room),
    step: room / 64,
  });
  return computed(effect);
};
