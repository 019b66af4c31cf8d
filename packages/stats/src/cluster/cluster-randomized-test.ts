import type { Alternative, EffectTest } from '../fixed-horizon/effect-test';
import { testEffect } from '../fixed-horizon/effect-test';
import { welchDegreesOfFreedom } from '../fixed-horizon/mean-difference';
import { ratioSummary } from '../fixed-horizon/ratio-metric';
import { checkSample } from '../input-checks';
import type { Moments } from '../moments/moments';
import type { PairMoments } from '../moments/pair-moments';
import type { SampleSummary } from '../moments/sample-summary';
import { summaryOf, varianceOfMean } from '../moments/sample-summary';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** How to compare two variants to which whole clusters were assigned. */
export type ClusterTestOptions = {
  readonly alternative: Alternative;
  /** The hypothesised difference; default 0. */
  readonly null?: number;
  readonly alpha: number;
  /**
   * `clusters` (default): K_C + K_T − 2; `welch`: Satterthwaite's from the
   * spread between clusters; `normal`: none, for hundreds of clusters.
   */
  readonly degreesOfFreedom?: 'clusters' | 'welch' | 'normal';
};

/** Clusters per variant, every one of them counting as one observation. */
export type ClusterRandomizedInput = ClusterTestOptions &
  (
    | {
        /** Every member counts the same: total outcome over total members. */
        readonly weighting: 'member';
        /** Over clusters: x the members, y their summed outcome. */
        readonly control: PairMoments;
        readonly treatment: PairMoments;
      }
    | {
        /** Every cluster counts the same: the mean of the cluster means. */
        readonly weighting: 'cluster';
        /** Over clusters: the mean outcome of the members. */
        readonly control: Moments;
        readonly treatment: Moments;
      }
  );

/** The test between clusters, with each variant. */
export type ClusterRandomizedTest = EffectTest & {
  readonly clustersControl: number;
  readonly clustersTreatment: number;
  readonly meanControl: number;
  readonly meanTreatment: number;
};

type Summaries = {
  readonly control: StatsResult<SampleSummary>;
  readonly treatment: StatsResult<SampleSummary>;
};

const clusterMeans = (moments: Moments, path: string) => {
  const summary = summaryOf(moments);
  return refusalOf(checkSample(summary, path)) ?? computed(summary);
};

const summariesOf = (input: ClusterRandomizedInput): Summaries =>
  input.weighting === 'member'
    ? {
        control: ratioSummary(input.control, 'control'),
        treatment: ratioSummary(input.treatment, 'treatment'),
      }
    : {
        control: clusterMeans(input.control, 'control'),
        treatment: clusterMeans(input.treatment, 'treatment'),
      };

const degreesOfFreedom = (
  control: SampleSummary,
  treatment: SampleSummary,
  kind: ClusterTestOptions['degreesOfFreedom'],
): number => {
  if (kind === 'normal') return Infinity;
  return kind === 'welch'
    ? welchDegreesOfFreedom(control, treatment)
    : control.n + treatment.n - 2;
};

/**
 * Tests the difference of two variants whose units of randomisation (teams,
 * households) differ from the units of measurement (their members).
 *
 * `member`: the ratio of sums over clusters with its delta-method variance,
 * `v = (s_Y² − 2R s_XY + R² s_X²)/x̄²`, `se² = Σ v/K`: the cluster-robust
 * variance of the difference of means with the factor K/(K − 1) per variant.
 * `cluster`: the difference of the means of cluster means. t distribution
 * with K_C + K_T − 2 degrees of freedom. Source: Donner & Klar 2000, *Design
 * and Analysis of Cluster Randomization Trials*; Deng, Knoblich & Lu 2018
 * (KDD). Covariates: {@link ratioCupedTest} on cluster sums.
 *
 * Refuses fewer than two clusters in a variant, clusters without members and
 * no spread between clusters.
 */
export const clusterRandomizedTest = (
  input: ClusterRandomizedInput,
): StatsResult<ClusterRandomizedTest> => {
  const { control, treatment } = summariesOf(input);
  if (!control.ok || !treatment.ok) {
    return {
      ok: false,
      problems: [control, treatment].flatMap(r => (r.ok ? [] : r.problems)),
    };
  }
  const [c, t] = [control.value, treatment.value];
  const stdErr = Math.sqrt(varianceOfMean(c) + varianceOfMean(t));
  const test = testEffect({
    difference: t.mean - c.mean,
    stdErr,
    df:
      stdErr === 0 ? Infinity : degreesOfFreedom(c, t, input.degreesOfFreedom),
    alternative: input.alternative,
    null: input.null ?? 0,
    alpha: input.alpha,
  });
  return test.ok
    ? computed({
        ...test.value,
        clustersControl: c.n,
        clustersTreatment: t.n,
        meanControl: c.mean,
        meanTreatment: t.mean,
      })
    : test;
};
