import { checkFinite, checkProbability } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
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
  const problems = checkFinite(cap, 'cap');
  return (
    refusalOf(problems) ??
    computed({
      cap,
      variants: variants.map(values =>
        values.map(value => Math.min(value, cap)),
      ),
    })
  );
};
