import { checkFinite, checkProbability } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import { ascending, sampleQuantile } from './sample-quantile';

/** Values per variant, capped alike, with the cap that was used. */
export type Winsorized = {
  readonly cap: number;
  readonly variants: readonly (readonly number[])[];
};

/** How the cap is found. */
export type CapRule =
  | { readonly kind: 'absolute'; readonly value: number }
  | {
      readonly kind: 'percentile';
      /** In 0–1, of all variants pooled. */
      readonly percentile: number;
      /** Percentile of the values other than 0; default of all values. */
      readonly zeros?: 'count' | 'ignore';
    };

const capOf = (pooled: readonly number[], rule: CapRule): number => {
  if (rule.kind === 'absolute') return rule.value;
  const counted =
    rule.zeros === 'ignore' ? pooled.filter(value => value !== 0) : pooled;
  return sampleQuantile(ascending(counted), rule.percentile);
};

const nothingToRank = (rule: CapRule): StatsProblem => ({
  code: 'ETUDE_STATS_EMPTY',
  path: 'variants',
  message:
    rule.kind === 'percentile' && rule.zeros === 'ignore'
      ? 'variants have no value other than 0: there is no percentile to cap at. Count zeros, or use an absolute cap.'
      : 'variants have no values: there is no percentile to cap at. Wait for units, or use an absolute cap.',
});

/**
 * Caps values from above, with one cap for all compared variants.
 *
 * A percentile cap is the type-7 quantile of all variants pooled; a cap per
 * variant would bias the comparison. Apply the same cap to the covariate.
 * Source: Hyndman & Fan 1996 for the quantile.
 *
 * Refuses no values and a percentile outside [0, 1].
 */
export const winsorize = (
  variants: readonly (readonly number[])[],
  rule: CapRule,
): StatsResult<Winsorized> => {
  const refusal = refusalOf([
    ...variants.flatMap((values, v) =>
      values.flatMap((value, i) => checkFinite(value, `variants[${v}][${i}]`)),
    ),
    ...(rule.kind === 'absolute'
      ? checkFinite(rule.value, 'rule.value')
      : checkProbability(rule.percentile, 'rule.percentile')),
  ]);
  if (refusal) return refusal;
  const cap = capOf(variants.flat(), rule);
  if (Number.isNaN(cap)) return refusedWith(nothingToRank(rule));
  return computed({
    cap,
    variants: variants.map(values => values.map(value => Math.min(value, cap))),
  });
};
