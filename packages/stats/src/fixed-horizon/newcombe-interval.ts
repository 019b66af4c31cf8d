import { checkAlpha } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { Alternative, Interval } from './effect-test';
import type { ProportionSample } from './proportion-sample';
import { checkProportion } from './proportion-sample';
import { wilsonBounds } from './wilson-interval';

/** Two variants with a yes/no outcome, for an interval without a test. */
export type NewcombeInput = {
  readonly control: ProportionSample;
  readonly treatment: ProportionSample;
  readonly alternative: Alternative;
  readonly alpha: number;
};

/**
 * Newcombe's hybrid score interval for a difference of rates.
 *
 * `d − √((p_T−l_T)² + (u_C−p_C)²)` to `d + √((u_T−p_T)² + (p_C−l_C)²)` with
 * Wilson bounds l, u. Source: Newcombe 1998, *Statistics in Medicine* 17,
 * 873–890, method 10. For small counts and for rates of 0 and 1, where the
 * z-test has no standard error. A one-sided interval uses bounds at alpha.
 */
export const newcombeInterval = (
  input: NewcombeInput,
): StatsResult<{ readonly difference: number; readonly ci: Interval }> => {
  const { control, treatment, alternative, alpha } = input;
  const perSide = alternative === 'two-sided' ? alpha / 2 : alpha;
  const refusal = refusalOf([
    ...checkProportion(control, 'control'),
    ...checkProportion(treatment, 'treatment'),
    ...checkAlpha(alpha),
  ]);
  if (refusal) return refusal;
  const c = wilsonBounds({ ...control, perSide });
  const t = wilsonBounds({ ...treatment, perSide });
  const pC = control.successes / control.n;
  const pT = treatment.successes / treatment.n;
  const difference = pT - pC;
  const lower = difference - Math.hypot(pT - t[0], c[1] - pC);
  const upper = difference + Math.hypot(t[1] - pT, pC - c[0]);
  return computed({
    difference,
    ci: [
      alternative === 'smaller' ? -Infinity : lower,
      alternative === 'larger' ? Infinity : upper,
    ],
  });
};
