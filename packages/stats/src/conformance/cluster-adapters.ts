import { clusterRandomizedTest } from '../cluster/cluster-randomized-test';
import { designEffect } from '../cluster/design-effect';
import { intraclassCorrelation } from '../cluster/intraclass-correlation';
import { mergeMoments, momentsOf, sampleVariance } from '../moments/moments';
import { EMPTY_MOMENTS } from '../moments/moments';
import { momentsFromSums } from '../moments/moments-from-sums';
import { pairMomentsOf } from '../moments/pair-moments';
import {
  clusteredQuantileInterval,
  clusteredQuantileOf,
  clusteredQuantileTest,
} from '../quantiles/clustered-quantile';
import type { ClusteredQuantile } from '../quantiles/clustered-quantile';
import type { StatsResult } from '../result';
import type { Adapter, AdapterTable } from './adapter';
import { intervalJson, mapResult } from './adapter';
import type { JsonObject } from './case-input';
import { effectWithoutDfJson } from './effect-json';
import {
  hasValue,
  listAt,
  numberAt,
  numberOr,
  numbersAt,
  oneOf,
} from './case-input';
import { alternativeOf } from './sample-input';

/** One list of member (or event) values per cluster (or unit). */
const groupsAt = (
  input: JsonObject,
  key: string,
): readonly (readonly number[])[] =>
  listAt(input, key).map(group => numbersAt({ group }, 'group'));

const sumOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0);

const clusterOptions = (input: JsonObject) => ({
  alternative: alternativeOf(input),
  null: numberOr(input, 'null', 0),
  alpha: numberAt(input, 'alpha'),
  degreesOfFreedom: oneOf<'clusters' | 'welch' | 'normal'>(input, 'df', [
    'clusters',
    'welch',
    'normal',
  ]),
});

const clusterTest: Adapter = input => {
  const control = groupsAt(input, 'control');
  const treatment = groupsAt(input, 'treatment');
  const options = clusterOptions(input);
  const sums = (groups: typeof control) =>
    pairMomentsOf({ x: groups.map(g => g.length), y: groups.map(sumOf) });
  const means = (groups: typeof control) =>
    momentsOf(groups.map(group => sumOf(group) / group.length));
  const weighting = oneOf<'member' | 'cluster'>(input, 'weighting', [
    'member',
    'cluster',
  ]);
  return mapResult(
    weighting === 'member'
      ? clusterRandomizedTest({
          ...options,
          weighting,
          control: sums(control),
          treatment: sums(treatment),
        })
      : clusterRandomizedTest({
          ...options,
          weighting,
          control: means(control),
          treatment: means(treatment),
        }),
    test => ({
      difference: test.difference,
      std_err: test.stdErr,
      statistic: test.statistic,
      df: test.df,
      p_value: test.pValue,
      ci: intervalJson(test.ci),
      mean_control: test.meanControl,
      mean_treatment: test.meanTreatment,
    }),
  );
};

const icc: Adapter = input =>
  mapResult(
    intraclassCorrelation(groupsAt(input, 'clusters').map(momentsOf)),
    value => ({
      icc: value.icc,
      clusters: value.clusters,
      members: value.members,
      mean_size: value.meanSize,
      size_variation: value.sizeVariation,
      mean_square_between: value.meanSquareBetween,
      mean_square_within: value.meanSquareWithin,
    }),
  );

const effectOfDesign: Adapter = input =>
  mapResult(
    designEffect({
      meanSize: numberAt(input, 'mean_size'),
      sizeVariation: numberOr(input, 'size_variation', 0),
      icc: numberAt(input, 'icc'),
    }),
    value => ({ design_effect: value.designEffect }),
  );

const clusteredAt = (
  input: JsonObject,
  key: string,
): StatsResult<ClusteredQuantile> =>
  clusteredQuantileOf({
    units: groupsAt(input, key),
    quantile: numberAt(input, 'quantile'),
    level: numberOr(input, 'bounds_level', 0.95),
  });

const clusteredTest: Adapter = input => {
  const control = clusteredAt(input, 'control');
  if (!control.ok) return control;
  const treatment = clusteredAt(input, 'treatment');
  if (!treatment.ok) return treatment;
  return mapResult(
    clusteredQuantileTest({
      control: control.value,
      treatment: treatment.value,
      quantile: numberAt(input, 'quantile'),
      alternative: alternativeOf(input),
      null: numberOr(input, 'null', 0),
      alpha: numberAt(input, 'alpha'),
      level: numberOr(input, 'bounds_level', 0.95),
    }),
    effectWithoutDfJson,
  );
};

const clusteredInterval: Adapter = input =>
  mapResult(
    clusteredQuantileInterval({
      units: groupsAt(input, 'units'),
      quantile: numberAt(input, 'quantile'),
      alternative: alternativeOf(input),
      alpha: numberAt(input, 'alpha'),
    }),
    value => ({
      estimate: value.estimate,
      ci: intervalJson(value.ci),
      inflation: value.inflation,
      share_below: value.shareBelow,
      share_std_err: value.shareStdErr,
    }),
  );

// `parts`: lists of values, one per day or dimension value, merged in order.
const moments: Adapter = input => {
  const merged = groupsAt(input, 'parts')
    .map(momentsOf)
    .reduce(mergeMoments, EMPTY_MOMENTS);
  const { n, mean } = merged;
  return { ok: true, value: { n, mean, variance: sampleVariance(merged) } };
};

const fromSums: Adapter = input =>
  mapResult(
    momentsFromSums({
      n: numberAt(input, 'n'),
      sum: numberAt(input, 'sum'),
      sumOfSquares: numberAt(input, 'sum_sq'),
      ...(hasValue(input, 'sum_error')
        ? { sumError: numberAt(input, 'sum_error') }
        : {}),
    }),
    value => ({
      n: value.moments.n,
      mean: value.moments.mean,
      variance: sampleVariance(value.moments),
      relative_error: value.relativeError,
    }),
  );

/** Moments, randomised clusters and quantiles over clustered events. */
export const clusterAdapters: AdapterTable = {
  moments,
  moments_from_sums: fromSums,
  cluster_randomized_test: clusterTest,
  intraclass_correlation: icc,
  design_effect: effectOfDesign,
  quantile_clustered_test: clusteredTest,
  quantile_clustered_ci: clusteredInterval,
};
