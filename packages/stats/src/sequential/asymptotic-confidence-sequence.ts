import type { Alternative, Interval } from '../fixed-horizon/effect-test';
import {
  checkAlpha,
  checkFinite,
  checkPositive,
  lengthMismatch,
} from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';

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

// Tightest at tuningN units: Waudby-Smith et al., arXiv 2103.06476.
const rhoOf = (alpha: number, tuningN: number): number => {
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

const halfWidthOf = (input: AlwaysValidInput, rho: number): number => {
  const { nTotal: n, alpha } = input;
  const w = n * rho * rho + 1;
  const log =
    input.alternative === 'two-sided'
      ? Math.log(Math.sqrt(w) / alpha)
      : Math.log1p(Math.sqrt(w) / (2 * alpha));
  return (input.stdErr * Math.sqrt(2 * w * log)) / (rho * Math.sqrt(n));
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
 * Refuses a standard error that is not above 0 and sizes that are not.
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
    // ρ is taken at 2 alpha for one side.
    ...checkAlpha(alternative === 'two-sided' ? alpha : 2 * alpha),
  ]);
  if (refusal) return refusal;
  const isTwoSided = alternative === 'two-sided';
  const rho = rhoOf(isTwoSided ? alpha : 2 * alpha, input.tuningN);
  const halfWidth = halfWidthOf(input, rho);
  const z = difference / stdErr;
  const pValue = isTwoSided
    ? twoSidedP(z, nTotal, rho)
    : oneSidedP(alternative === 'larger' ? z : -z, nTotal, rho);
  const ci: Interval = [
    alternative === 'smaller' ? -Infinity : difference - halfWidth,
    alternative === 'larger' ? Infinity : difference + halfWidth,
  ];
  return computed({
    rho,
    halfWidth,
    ci,
    pValue,
    significant: ci[0] > 0 || ci[1] < 0,
  });
};

/**
 * Always-valid p-values of successive looks: the running minimum of the
 * two-sided p-value, so it never increases.
 *
 * Source: Waudby-Smith et al., arXiv 2103.06476; Ville's inequality.
 */
export const runningAlwaysValidP = (input: {
  readonly z: readonly number[];
  readonly nTotal: readonly number[];
  readonly tuningN: number;
  readonly alpha: number;
}): StatsResult<readonly number[]> => {
  const { z, nTotal } = input;
  const refusal = refusalOf([
    ...(z.length === nTotal.length
      ? []
      : [lengthMismatch('z and nTotal', `${z.length} and ${nTotal.length}`)]),
    ...z.flatMap((value, i) => checkFinite(value, `z[${i}]`)),
    ...nTotal.flatMap((n, i) => checkPositive(n, `nTotal[${i}]`)),
    ...checkPositive(input.tuningN, 'tuningN'),
    ...checkAlpha(input.alpha),
  ]);
  if (refusal) return refusal;
  const rho = rhoOf(input.alpha, input.tuningN);
  let least = 1;
  return computed(
    z.map((value, i) => {
      least = Math.min(least, twoSidedP(value, nTotal[i] ?? NaN, rho));
      return least;
    }),
  );
};
