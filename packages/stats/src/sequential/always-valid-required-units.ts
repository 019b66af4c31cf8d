import { checkAlpha, checkCount, checkPositive } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import type {
  SampleSize,
  SampleSizeInput,
} from '../sample-size/required-sample-size';
import {
  designDistance,
  requiredSampleSize,
} from '../sample-size/required-sample-size';
import { solveIncreasing } from '../special/solve-increasing';
import { mixtureRho, sequenceBound } from './asymptotic-confidence-sequence';
import type { ReachedLook } from './boundary-crossings';
import {
  crossingChance,
  expectedFraction,
  pathsBelow,
  stopChances,
} from './boundary-crossings';

/** A comparison to be watched with an asymptotic confidence sequence. */
export type AlwaysValidSampleSizeInput = SampleSizeInput & {
  /**
   * Units of both variants at which the sequence is tightest; default the
   * units of the fixed-horizon test.
   */
  readonly tuningN?: number;
  /** Equally spaced looks up to the end; default 100, at most 1000. */
  readonly looks?: number;
};

/** Units by which the effect is found with the wanted power. */
export type AlwaysValidSampleSize = SampleSize & {
  readonly tuningN: number;
  /** totalExact over the units of the fixed-horizon test. */
  readonly inflationFactor: number;
  /** Stopping at the first crossing, or at totalExact without one. */
  readonly expectedTotalUnderEffect: number;
  readonly expectedTotalUnderNull: number;
};

const DEFAULT_LOOKS = 100;
const MAX_LOOKS = 1000;

const checkSequence = (
  input: AlwaysValidSampleSizeInput,
  looks: number,
): readonly StatsProblem[] => [
  ...(input.tuningN === undefined
    ? []
    : checkPositive(input.tuningN, 'tuningN')),
  ...(input.sides === 1
    ? checkAlpha(2 * input.alpha, '2·alpha of a one-sided sequence')
    : []),
  ...checkCount(looks, 'looks', 1),
  ...(looks > MAX_LOOKS
    ? [
        {
          code: 'ETUDE_STATS_INVALID_COUNT' as const,
          path: 'looks',
          message: `looks is ${looks}: at most ${MAX_LOOKS} are computed. 1000 looks need 3 % fewer units than 100.`,
        },
      ]
    : []),
];

const sizeOf = (
  fixed: SampleSize,
  inflationFactor: number,
): Pick<
  SampleSize,
  'totalExact' | 'perVariant' | 'perVariantExact' | 'total'
> => {
  const exact = [
    fixed.perVariantExact[0] * inflationFactor,
    fixed.perVariantExact[1] * inflationFactor,
  ] as const;
  const perVariant = [Math.ceil(exact[0]), Math.ceil(exact[1])] as const;
  return {
    totalExact: fixed.totalExact * inflationFactor,
    perVariantExact: exact,
    perVariant,
    total: perVariant[0] + perVariant[1],
  };
};

// Paths below the curved bound when the last of the looks is at `total`.
const watchedUntil = (
  total: number,
  input: AlwaysValidSampleSizeInput,
  options: { readonly looks: number; readonly tuningN: number },
): readonly ReachedLook[] => {
  const { alpha, sides } = input;
  const rho = mixtureRho(sides === 2 ? alpha : 2 * alpha, options.tuningN);
  return pathsBelow(
    Array.from({ length: options.looks }, (_, k) => {
      const t = (k + 1) / options.looks;
      const bound = sequenceBound(t * total, rho, { alpha, sides });
      return { t, level: bound * Math.sqrt(t) };
    }),
  );
};

const crossingChances = (
  reached: readonly ReachedLook[],
  drift: number,
): readonly number[] => reached.map(at => crossingChance(at, drift));

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/**
 * Units by which an experiment watched with the asymptotic confidence
 * sequence finds `effect` with the wanted power, and the units it ends with
 * on average.
 *
 * Not a rule of thumb: the probability that the z of each look crosses the
 * curved bound `√(2w/(nρ²) ln(√w/α))` is integrated exactly, as for group
 * sequential bounds, and solved for the last look. Source: bound as in
 * {@link asymptoticConfidenceSequence}; recursion of Armitage, McPherson &
 * Rowe 1969. The wrong side of a two-sided sequence is ignored under the
 * effect. Normal data with known variance, looks equally spaced in units.
 *
 * Refuses what {@link requiredSampleSize} refuses, and more than 1000 looks.
 */
export const alwaysValidRequiredUnits = (
  input: AlwaysValidSampleSizeInput,
): StatsResult<AlwaysValidSampleSize> => {
  const looks = input.looks ?? DEFAULT_LOOKS;
  const refusal = refusalOf(checkSequence(input, looks));
  if (refusal) return refusal;
  const fixed = requiredSampleSize(input);
  if (!fixed.ok) return fixed;
  const fixedTotal = fixed.value.totalExact;
  const tuningN = input.tuningN ?? fixedTotal;
  const distance = designDistance(input);
  const reachedAt = (factor: number): readonly ReachedLook[] =>
    watchedUntil(factor * fixedTotal, input, { looks, tuningN });
  const logFactor = solveIncreasing(
    log => {
      const drift = distance * Math.exp(log / 2);
      return (
        sum(crossingChances(reachedAt(Math.exp(log)), drift)) - input.power
      );
    },
    { guess: Math.log(1.5), step: 0.1 },
  );
  if (Number.isNaN(logFactor)) {
    return refusedWith({
      code: 'ETUDE_STATS_NO_CONVERGENCE',
      path: 'power',
      message: `No number of units reaches a power of ${input.power} with these looks.`,
    });
  }
  const factor = Math.exp(logFactor);
  const reached = reachedAt(factor);
  const fractions = reached.map(({ look }) => look.t);
  const total = fixedTotal * factor;
  const underEffect = crossingChances(reached, distance * Math.sqrt(factor));
  const underNull = crossingChances(reached, 0).map(p => p * input.sides);
  return computed({
    ...sizeOf(fixed.value, factor),
    tuningN,
    inflationFactor: factor,
    expectedTotalUnderEffect:
      total * expectedFraction(fractions, stopChances(underEffect)),
    expectedTotalUnderNull:
      total * expectedFraction(fractions, stopChances(underNull)),
  });
};
