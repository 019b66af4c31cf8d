import { normalUpperQuantile } from '../distributions/normal';
import {
  checkAlpha,
  checkFinite,
  checkPositive,
  checkPower,
  checkProbability,
  checkRange,
  checkVariance,
  zeroVariance,
} from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** One side for a metric with a preferred direction, two otherwise. */
export type Sides = 1 | 2;

/** Error rates a test is designed for. */
export type DesignTarget = {
  readonly alpha: number;
  readonly sides: Sides;
  readonly power: number;
};

/** A comparison of two variants to be sized. */
export type SampleSizeInput = DesignTarget & {
  /** Variance of one unit. */
  readonly varianceControl: number;
  /** Variance of one unit; default as in the control. */
  readonly varianceTreatment?: number;
  /**
   * Absolute effect to detect (superiority) or absolute margin
   * (non-inferiority, true effect 0). Its sign does not matter.
   */
  readonly effect: number;
  /** Weights of control and treatment; default equal. */
  readonly allocation?: readonly [control: number, treatment: number];
};

/** Units needed, over both variants and in each. */
export type SampleSize = {
  /** Before rounding: sizes are compared on this scale. */
  readonly totalExact: number;
  readonly perVariantExact: readonly [control: number, treatment: number];
  /** Each variant rounded up. */
  readonly perVariant: readonly [control: number, treatment: number];
  /** Sum of the rounded variants. */
  readonly total: number;
};

/**
 * `z_{1−α/sides} + z_{power}`: how many standard errors the effect has to
 * measure. The far tail of a two-sided test is ignored.
 */
export const designDistance = (target: DesignTarget): number =>
  normalUpperQuantile(target.alpha / target.sides) +
  normalUpperQuantile(1 - target.power);

/** Problems of a design's error rates. */
export const checkTarget = (target: DesignTarget): readonly StatsProblem[] => {
  const problems = [...checkAlpha(target.alpha), ...checkPower(target.power)];
  // Below it a result of the wrong sign would be as likely as the right one.
  return problems.length > 0 || target.power > target.alpha / target.sides
    ? problems
    : [
        {
          code: 'ETUDE_STATS_INVALID_POWER',
          path: 'power',
          message: `power is ${target.power}, not above the error rate per side ${target.alpha / target.sides}: such a test needs no data. Raise the power.`,
        },
      ];
};

/** Problems of an absolute effect to detect. */
export const checkEffect = (effect: number): readonly StatsProblem[] =>
  effect === 0
    ? [
        {
          code: 'ETUDE_STATS_ZERO_EFFECT',
          path: 'effect',
          message:
            'effect is 0: no number of units detects it. Set a minimum detectable effect or a margin.',
        },
      ]
    : checkFinite(effect, 'effect');

const checkInput = (input: SampleSizeInput): readonly StatsProblem[] => {
  const varianceTreatment = input.varianceTreatment ?? input.varianceControl;
  return [
    ...checkTarget(input),
    ...checkVariance(input.varianceControl, 'varianceControl'),
    ...checkVariance(varianceTreatment, 'varianceTreatment'),
    ...(input.varianceControl === 0 && varianceTreatment === 0
      ? [zeroVariance('varianceControl')]
      : []),
    ...checkEffect(input.effect),
    ...(input.allocation ?? []).flatMap((weight, index) =>
      checkPositive(weight, `allocation[${index}]`),
    ),
  ];
};

/** A total as units of each variant, every variant rounded up. */
export const roundedSize = (
  totalExact: number,
  [shareC, shareT]: readonly [control: number, treatment: number],
): SampleSize => {
  const exact = [totalExact * shareC, totalExact * shareT] as const;
  const perVariant = [Math.ceil(exact[0]), Math.ceil(exact[1])] as const;
  return {
    totalExact,
    perVariantExact: exact,
    perVariant,
    total: perVariant[0] + perVariant[1],
  };
};

/**
 * Units needed to detect `effect` with the given error rates.
 *
 * `n = (z_{1−α/sides} + z_{power})² (v_C/w_C + v_T/w_T) / Δ²` with shares w;
 * rounded up per variant at the end. Source: Chow, Shao & Wang, *Sample Size
 * Calculations in Clinical Research* (2nd ed.), chapter 3. Normal approximation:
 * against the far tail of a two-sided test it is off by less than 2e-5 at
 * usual powers. Multiply the variances by 1 − ρ² for CUPED.
 *
 * Refuses an effect of 0, variances both 0, rates outside (0, 1) and weights
 * not above 0.
 */
export const requiredSampleSize = (
  input: SampleSizeInput,
): StatsResult<SampleSize> => {
  const refusal = refusalOf(checkInput(input));
  if (refusal) return refusal;
  const [weightC, weightT] = input.allocation ?? [1, 1];
  const shareC = weightC / (weightC + weightT);
  const shareT = weightT / (weightC + weightT);
  const varianceT = input.varianceTreatment ?? input.varianceControl;
  const totalExact =
    (designDistance(input) / input.effect) ** 2 *
    (input.varianceControl / shareC + varianceT / shareT);
  return (
    refusalOf(checkRange({ totalExact, shareC, shareT })) ??
    computed(roundedSize(totalExact, [shareC, shareT]))
  );
};

/** A comparison of two rates to be sized. */
export type ProportionSampleSizeInput = DesignTarget & {
  /** Rate of the control, 0–1. */
  readonly baseline: number;
  /** Absolute change of the rate, signed; or the absolute margin. */
  readonly effect: number;
  readonly purpose: 'superiority' | 'non-inferiority';
  readonly allocation?: readonly [control: number, treatment: number];
};

/**
 * Units needed for a yes/no metric: {@link requiredSampleSize} with
 * `v_C = p(1−p)` and `v_T = (p+Δ)(1−p−Δ)`; `v_T = v_C` for non-inferiority,
 * where the true effect is 0.
 *
 * Source: Fleiss, Levin & Paik (3rd ed.), chapter 4, without the pooled null
 * variance (R's `power.prop.test` pools). Refuses a rate p + Δ outside [0, 1].
 */
export const requiredSampleSizeForProportion = (
  input: ProportionSampleSizeInput,
): StatsResult<SampleSize> => {
  const { baseline, effect } = input;
  const shifted =
    input.purpose === 'superiority' ? baseline + effect : baseline;
  const refusal = refusalOf([
    ...checkProbability(baseline, 'baseline'),
    ...checkProbability(shifted, 'baseline + effect'),
  ]);
  if (refusal) return refusal;
  return requiredSampleSize({
    alpha: input.alpha,
    sides: input.sides,
    power: input.power,
    varianceControl: baseline * (1 - baseline),
    varianceTreatment: shifted * (1 - shifted),
    effect,
    allocation: input.allocation ?? [1, 1],
  });
};
