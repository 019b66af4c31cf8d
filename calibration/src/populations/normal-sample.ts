import type { SampleSummary } from '@etude/stats';
import type { Random } from '../random/random';

/**
 * The summary of `n` draws of N(mean, sd²), drawn as such: mean and variance
 * of a normal sample are independent, the one normal, the other chi-square.
 */
export const normalSample = (
  random: Random,
  n: number,
  { mean, sd }: { readonly mean: number; readonly sd: number },
): SampleSummary => ({
  n,
  mean: mean + (sd * random.normal()) / Math.sqrt(n),
  variance: (sd * sd * 2 * random.gamma((n - 1) / 2)) / (n - 1),
});
