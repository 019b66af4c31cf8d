import type { ProportionSample } from './proportion-sample';

/** Rates of both variants, in 0–1. */
export type RatePair = {
  readonly control: number;
  readonly treatment: number;
};

const term = (count: number, rate: number): number =>
  count === 0 ? 0 : count / rate;

const BISECTIONS = 1100;

/**
 * The most likely rates among those whose difference, treatment − control, is
 * `shift` (|shift| < 1), for the variance of a score test.
 *
 * The root of the score in the control rate, which decreases between its
 * limits; found by bisection to the last digit. With a shift of 0 both are
 * the common rate. Source: Farrington & Manning 1990, *Statistics in Medicine*
 * 9, 1447–1454. Checked against statsmodels.
 */
export const restrictedRates = (
  control: ProportionSample,
  treatment: ProportionSample,
  shift: number,
): RatePair => {
  if (shift === 0) {
    const common =
      (control.successes + treatment.successes) / (control.n + treatment.n);
    return { control: common, treatment: common };
  }
  const score = (rate: number): number =>
    term(control.successes, rate) -
    term(control.n - control.successes, 1 - rate) +
    term(treatment.successes, rate + shift) -
    term(treatment.n - treatment.successes, 1 - rate - shift);
  let low = Math.max(0, -shift);
  let high = Math.min(1, 1 - shift);
  for (let i = 0; i < BISECTIONS; i += 1) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (score(middle) > 0) low = middle;
    else high = middle;
  }
  const rate = low + (high - low) / 2;
  return { control: rate, treatment: Math.min(Math.max(rate + shift, 0), 1) };
};
