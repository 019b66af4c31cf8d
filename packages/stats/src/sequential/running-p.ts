import type { Alternative } from '../fixed-horizon/effect-test';
import {
  checkFinite,
  checkPositive,
  checkProbability,
  checkRange,
  lengthMismatch,
} from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { mixtureRho, sequenceP } from './asymptotic-confidence-sequence';
import { checkMixtureLevel, mixtureLevel } from './mixture-interval';

const runningMinimum = (values: readonly number[]): readonly number[] => {
  let least = 1;
  return values.map(value => {
    least = Math.min(least, value);
    return least;
  });
};

/**
 * The always-valid p-value after each look: the smallest p-value so far, so it
 * never increases. For any method whose p-value is valid at every look
 * (asymptotic sequence, mSPRT, GAVI). Source: Ville's inequality; Johari,
 * Pekelis & Walsh, arXiv 1512.04922. Refuses what is no probability.
 */
export const runningP = (
  pValues: readonly number[],
): StatsResult<readonly number[]> =>
  refusalOf(pValues.flatMap((p, i) => checkProbability(p, `pValues[${i}]`))) ??
  computed(runningMinimum(pValues));

/** The looks of an asymptotic confidence sequence. */
export type RunningPInput = {
  readonly z: readonly number[];
  /** Units of both variants at each look. */
  readonly nTotal: readonly number[];
  readonly tuningN: number;
  readonly alpha: number;
  /** Default two-sided. */
  readonly alternative?: Alternative;
};

/**
 * Always-valid p-values of successive looks of the asymptotic confidence
 * sequence: the running minimum of its p-values.
 *
 * Source: Waudby-Smith et al., arXiv 2103.06476; Ville's inequality.
 */
export const runningAlwaysValidP = (
  input: RunningPInput,
): StatsResult<readonly number[]> => {
  const { z, nTotal, alternative = 'two-sided' } = input;
  const refusal = refusalOf([
    ...(z.length === nTotal.length
      ? []
      : [lengthMismatch('z and nTotal', `${z.length} and ${nTotal.length}`)]),
    ...z.flatMap((value, i) => checkFinite(value, `z[${i}]`)),
    ...nTotal.flatMap((n, i) => checkPositive(n, `nTotal[${i}]`)),
    ...checkPositive(input.tuningN, 'tuningN'),
    ...checkMixtureLevel(input.alpha, alternative),
  ]);
  if (refusal) return refusal;
  const level = mixtureLevel(input.alpha, alternative);
  const rho = mixtureRho(level, input.tuningN);
  const pValues = z.map((value, i) =>
    sequenceP(value, nTotal[i] ?? Number.NaN, { rho, alternative }),
  );
  return (
    refusalOf(
      pValues.flatMap((p, i) => checkRange({ [`pValues[${i}]`]: p })),
    ) ?? computed(runningMinimum(pValues))
  );
};
