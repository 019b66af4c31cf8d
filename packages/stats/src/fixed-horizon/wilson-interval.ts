import { normalUpperQuantile } from '../distributions/normal';
import { checkAlpha } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { Interval } from './effect-test';
import type { ProportionSample } from './proportion-sample';
import { checkProportion } from './proportion-sample';

/**
 * Wilson's score bounds at error `perSide` on each side, for checked input.
 *
 * `(p + z²/2n ± z√(p(1−p)/n + z²/4n²)) / (1 + z²/n)`. Source: Wilson 1927,
 * *JASA* 22, 209–212. At 0 and n successes the outer bound is exactly 0 or 1.
 */
export const wilsonBounds = (
  input: ProportionSample & { readonly perSide: number },
): Interval => {
  const { successes, n, perSide } = input;
  const z = normalUpperQuantile(perSide);
  const p = successes / n;
  const centre = p + (z * z) / (2 * n);
  const half = z * Math.sqrt((p * (1 - p)) / n + (z / (2 * n)) ** 2);
  const scale = 1 + (z * z) / n;
  return [
    successes === 0 ? 0 : (centre - half) / scale,
    successes === n ? 1 : (centre + half) / scale,
  ];
};

/**
 * The two-sided Wilson interval of one rate at level 1 − alpha, for learning
 * and win rates as for any share.
 *
 * Keeps its coverage for small n and for 0 or n successes, where the Wald
 * interval collapses. Refuses n = 0, more successes than units and an alpha
 * outside (0, 1).
 */
export const wilsonInterval = (
  input: ProportionSample & { readonly alpha: number },
): StatsResult<{ readonly estimate: number; readonly ci: Interval }> => {
  const refusal = refusalOf([
    ...checkProportion(input, 'sample'),
    ...checkAlpha(input.alpha),
  ]);
  if (refusal) return refusal;
  const { successes, n, alpha } = input;
  return computed({
    estimate: successes / n,
    ci: wilsonBounds({ successes, n, perSide: alpha / 2 }),
  });
};
