import type { MomentsRow } from '@etude/metrics';
import type { Moments, SampleSummary } from '@etude/stats';
import {
  EMPTY_MOMENTS,
  mergeMoments,
  proportionSummary,
  summaryOf,
} from '@etude/stats';
import type { MetricInfo } from './analysis-input';

/** The moments of one metric in one variant over all exposure dates. */
export type MergedMoments = (metricId: string, variant: string) => Moments;

/** Merges rows over dates, pairwise, so that their order does not matter. */
export const mergeMomentsRows = (
  rows: readonly MomentsRow[],
): MergedMoments => {
  const byCell = new Map<string, Moments>();
  const keyOf = (metricId: string, variant: string) =>
    JSON.stringify([metricId, variant]);
  for (const { metricId, variant, n, mean, m2 } of rows) {
    const key = keyOf(metricId, variant);
    const before = byCell.get(key) ?? EMPTY_MOMENTS;
    byCell.set(key, mergeMoments(before, { n, mean, m2 }));
  }
  return (metricId, variant) =>
    byCell.get(keyOf(metricId, variant)) ?? EMPTY_MOMENTS;
};

/**
 * The summary a test needs: variance n − 1, for a proportion p(1 − p). The
 * mean of zeros and ones times n is their count; rounding undoes division.
 */
export const sampleOf = (
  moments: Moments,
  type: MetricInfo['type'],
): SampleSummary =>
  type === 'proportion'
    ? proportionSummary({
        n: moments.n,
        successes: Math.round(moments.n * moments.mean),
      })
    : summaryOf(moments);
