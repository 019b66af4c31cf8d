import type { Alternative, Interval } from '../fixed-horizon/effect-test';
import { checkFinite, checkPositive, checkRange } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { Sides } from '../sample-size/required-sample-size';
import {
  checkMixtureLevel,
  directedInterval,
  mixtureLevel,
} from './mixture-interval';

/** An estimate at one moment of a continuously watched experiment. */
export type AlwaysValidInput = {
  readonly difference: number;
  readonly stdErr: number;
  /** Units of both variants so far. */
  readonly nTotal: number;
  /** Units at which the sequence is tightest; choose before the start. */
  readonly tuningN: number;
  readonly alpha: number;
  readonly alternative: Alternative;
};

/** An interval and p-value that stay valid whenever they are looked at. */
export type AlwaysValidResult = {
  readonly rho: number;
  readonly halfWidth: number;
  readonly ci: Interval;
  readonly pValue: number;
  readonly significant: boolean;
};

/**
 * The mixture's ρ that makes a two-sided sequence tightest at `tuningN`
 * units; for one side at alpha take 2·alpha. Waudby-Smith et al., arXiv
 * 2103.06476.
 */
export const mixtureRho = (alpha: number, tuningN: number): number => {
  const twice = -2 * Math.log(alpha);
  return Math.sqrt((twice + Math.log1p(twice)) / tuningN);
};

// ½ of the exponent of the mixture, ρ² n z²/(1 + n ρ²).
const exponentOf = (z: number, n: number, rho: number): number =>
  (rho * rho * n * z * z) / (2 * (n * rho * rho + 1));

const twoSidedP = (z: number, n: number, rho: number): number =>
  Math.min(1, Math.sqrt(n * rho * rho + 1) * Math.exp(-exponentOf(z, n, rho)));

// The level at which the one-sided bound touches 0, with ρ kept.
const oneSidedP = (z: number, n: number, rho: number): number =>
  z <= 0
    ? 1
    : Math.min(
        1,
        Math.sqrt(n * rho * rho + 1) / (2 * Math.expm1(exponentOf(z, n, rho))),
      );

/**
 * The z beyond which the sequence excludes no difference at `n` units: its
 * half width in standard errors, `√(2w/(nρ²) · ln(√w/α))`, one-sided
 * `ln(1 + √w/(2α))`.
 */
export const sequenceBound = (
  n: number,
  rho: number,
  level: { readonly alpha: number; readonly sides: Sides },
): number => {
  const w = n * rho * rho + 1;
  const log =
    level.sides === 2
      ? Math.log(Math.sqrt(w) / level.alpha)
      : Math.log1p(Math.sqrt(w) / (2 * level.alpha));
  return Math.sqrt(2 * w * log) / (rho * Math.sqrt(n));
};

/**
 * The p-value of one moment: the level at which the sequence, with ρ kept,
 * touches no difference. At most 1.
 */
export const sequenceP = (
  z: number,
  n: number,
  options: { readonly rho: number; readonly alternative: Alternative },
): number => {
  const { rho, alternative } = options;
  if (alternative === 'two-sided') return twoSidedP(z, n, rho);
  return oneSidedP(alternative === 'larger' ? z : -z, n, rho);
};

/**
 * Asymptotic confidence sequence of a difference: valid at every look,
 * without a planned end.
 *
 * `ρ² = (−2 ln α + ln(1 − 2 ln α))/n*`, `w = nρ² + 1`; half width
 * `√(n se² · 2w/(nρ)² · ln(√w/α))`, one-sided with ρ at 2α and
 * `ln(1 + √w/(2α))`; p-value `√w e^{−ρ²nz²/(2w)}` or the inverted one-sided
 * bound, at most 1. Source: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas,
 * arXiv 2103.06476. Asymptotic: show nothing
 * before about 100 units.
 *
 * Refuses a standard error that is not above 0, sizes that are not, and numbers
 * beyond the range of doubles.
 */
export const asymptoticConfidenceSequence = (
  input: AlwaysValidInput,
): StatsResult<AlwaysValidResult> => {
  const { difference, stdErr, nTotal, alternative, alpha } = input;
  const refusal = refusalOf([
    ...checkFinite(difference, 'difference'),
    ...checkPositive(stdErr, 'stdErr'),
    ...checkPositive(nTotal, 'nTotal'),
    ...checkPositive(input.tuningN, 'tuningN'),
    ...checkMixtureLevel(alpha, alternative),
  ]);
  if (refusal) return refusal;
  const sides = alternative === 'two-sided' ? 2 : 1;
  const rho = mixtureRho(mixtureLevel(alpha, alternative), input.tuningN);
  const halfWidth = stdErr * sequenceBound(nTotal, rho, { alpha, sides });
  const z = difference / stdErr;
  const pValue = sequenceP(z, nTotal, { rho, alternative });
  const ci = directedInterval(difference, halfWidth, alternative);
  const significant = ci[0] > 0 || ci[1] < 0;
  return (
    refusalOf(checkRange({ z, halfWidth, pValue })) ??
    computed({ rho, halfWidth, ci, pValue, significant })
  );
};
