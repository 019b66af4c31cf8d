import {
  checkCount,
  checkFinite,
  checkRange,
  checkVariance,
  zeroVariance,
} from '../input-checks';
import type { Moments } from '../moments/moments';
import {
  EMPTY_MOMENTS,
  mergeMoments,
  sampleVariance,
} from '../moments/moments';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';

/** How alike members of a cluster are, and how clusters vary in size. */
export type IntraclassCorrelation = {
  /**
   * Share of the variance that lies between clusters; at most 1, below 0
   * when clusters are more alike than chance.
   */
  readonly icc: number;
  readonly clusters: number;
  readonly members: number;
  readonly meanSize: number;
  /** Standard deviation of the cluster sizes over their mean. */
  readonly sizeVariation: number;
  /** Mean squares between and within clusters. */
  readonly meanSquareBetween: number;
  readonly meanSquareWithin: number;
};

const checkClusters = (
  clusters: readonly Moments[],
): readonly StatsProblem[] => [
  ...checkCount(clusters.length, 'clusters.length', 2),
  ...clusters.flatMap(({ n, mean, m2 }, i) => [
    ...checkCount(n, `clusters[${i}].n`, 1),
    ...checkFinite(mean, `clusters[${i}].mean`),
    ...checkVariance(m2, `clusters[${i}].m2`),
  ]),
];

const noRepetition: StatsProblem = {
  code: 'ETUDE_STATS_TOO_FEW_UNITS',
  path: 'clusters',
  message:
    'clusters have one member each: nothing is known of the spread within a cluster. Use clusters with several members.',
};

/**
 * The intraclass correlation of one variant (or of the past, for planning)
 * by analysis of variance, from the moments of every cluster.
 *
 * `ρ = (MSB − MSW)/(MSB + (m₀ − 1) MSW)`, `m₀ = (N − Σm²/N)/(K − 1)`. Source:
 * Donner 1986, *International Statistical Review* 54, 67–82. Pooling variants
 * with different means overstates it: call it per variant.
 *
 * Refuses fewer than two clusters, empty clusters, clusters of one member
 * each, and an outcome without any spread.
 */
export const intraclassCorrelation = (
  clusters: readonly Moments[],
): StatsResult<IntraclassCorrelation> => {
  const refusal = refusalOf(checkClusters(clusters));
  if (refusal) return refusal;
  const k = clusters.length;
  const all = clusters.reduce(mergeMoments, EMPTY_MOMENTS);
  if (all.n === k) return refusedWith(noRepetition);
  const within = clusters.reduce((sum, cluster) => sum + cluster.m2, 0);
  const between = clusters.reduce(
    (sum, { n, mean }) => sum + n * (mean - all.mean) ** 2,
    0,
  );
  const squaredSizes = clusters.reduce((sum, { n }) => sum + n * n, 0);
  const typicalSize = (all.n - squaredSizes / all.n) / (k - 1);
  const meanSquareBetween = between / (k - 1);
  const meanSquareWithin = within / (all.n - k);
  const total = meanSquareBetween + (typicalSize - 1) * meanSquareWithin;
  const outside = refusalOf(checkRange({ total, meanSquareBetween }));
  if (outside) return outside;
  if (total === 0) return refusedWith(zeroVariance('clusters'));
  const meanSize = all.n / k;
  const sizes = clusters
    .map(({ n }) => ({ n: 1, mean: n, m2: 0 }))
    .reduce(mergeMoments, EMPTY_MOMENTS);
  return computed({
    icc: (meanSquareBetween - meanSquareWithin) / total,
    clusters: k,
    members: all.n,
    meanSize,
    sizeVariation: Math.sqrt(sampleVariance(sizes)) / meanSize,
    meanSquareBetween,
    meanSquareWithin,
  });
};
