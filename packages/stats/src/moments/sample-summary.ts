import type { Moments } from './moments';
import { sampleVariance } from './moments';

/**
 * What a test needs to know about one variant.
 *
 * `n` counts units; `mean` is per unit; `variance` is the variance *of one
 * unit* (denominator n − 1), not of the mean.
 */
export type SampleSummary = {
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
};

/**
 * The summary of accumulated moments, for the tests. With fewer than two
 * units `variance` is NaN, which every test refuses by name.
 */
export const summaryOf = (moments: Moments): SampleSummary => ({
  n: moments.n,
  mean: moments.mean,
  variance: sampleVariance(moments),
});

/** Variance of the sample mean, `variance / n`. */
export const varianceOfMean = (sample: SampleSummary): number =>
  sample.variance / sample.n;
