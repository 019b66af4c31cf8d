import { checkAlpha, checkProbability, lengthMismatch } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { PlainMethod } from './p-value-methods';
import { sortedMethodOf } from './p-value-methods';

type CountedMethod =
  'only-count-two-sided' | 'do-not-count-non-inferiority' | 'spot-1-bonferroni';

/** Corrections for testing several hypotheses at once. */
export type PAdjustMethod =
  | PlainMethod
  | CountedMethod
  | `spot-1-${Exclude<PlainMethod, 'none' | 'bonferroni'>}`;

/** What some corrections have to know of the hypothesis behind a p-value. */
export type HypothesisTag = {
  readonly test: 'superiority' | 'non-inferiority';
  /** 1 for a metric with a preferred direction. */
  readonly sides: 1 | 2;
  /**
   * Names the variant and segment that is compared with the control; absent:
   * all p-values belong to one comparison.
   */
  readonly comparison?: string;
};

/** Adjusted p-values in the order of the input. */
export type AdjustedPValues = {
  readonly adjusted: readonly number[];
  /** What each is compared with: alpha, or 2 alpha under spot-1-bonferroni. */
  readonly levels: readonly number[];
  /** adjusted ≤ level. */
  readonly reject: readonly boolean[];
  /**
   * Level of the simultaneous interval of each hypothesis, with as many sides
   * as its test; null for the methods that have no useful intervals.
   */
  readonly intervalAlphas: readonly number[] | null;
};

/** P-values with the correction to apply. */
export type AdjustPValuesInput = {
  readonly pValues: readonly number[];
  readonly method: PAdjustMethod;
  /** Error rate of the family (or false discovery rate). */
  readonly alpha: number;
  /** One per p-value, for the methods that count only some of them. */
  readonly hypotheses?: readonly HypothesisTag[];
};

const isCounted = (method: PAdjustMethod): method is CountedMethod =>
  method === 'only-count-two-sided' ||
  method === 'do-not-count-non-inferiority' ||
  method === 'spot-1-bonferroni';

// Every comparison counts once even if it has guardrails only.
const countSuperiority = (hypotheses: readonly HypothesisTag[]): number => {
  const counts = new Map<string, number>();
  for (const { comparison = '', test } of hypotheses) {
    const own = test === 'superiority' ? 1 : 0;
    counts.set(comparison, (counts.get(comparison) ?? 0) + own);
  }
  return [...counts.values()].reduce((sum, n) => sum + Math.max(n, 1), 0);
};

const countOf = (
  method: CountedMethod,
  hypotheses: readonly HypothesisTag[],
): number =>
  method === 'only-count-two-sided'
    ? Math.max(hypotheses.filter(({ sides }) => sides === 2).length, 1)
    : countSuperiority(hypotheses);

const adjustCounted = (
  { pValues, alpha, hypotheses = [] }: AdjustPValuesInput,
  method: CountedMethod,
): AdjustedPValues => {
  const count = countOf(method, hypotheses);
  const adjusted = pValues.map(p => Math.min(count * p, 1));
  const levels = hypotheses.map(({ sides }) =>
    method === 'spot-1-bonferroni' && sides === 1 ? 2 * alpha : alpha,
  );
  return {
    adjusted,
    levels,
    reject: adjusted.map((p, i) => p <= (levels[i] ?? Number.NaN)),
    intervalAlphas: levels.map(level => level / count),
  };
};

const plainOf = (
  method: Exclude<PAdjustMethod, CountedMethod>,
): PlainMethod => {
  const prefix = 'spot-1-';
  // The types leave only plain names behind the prefix.
  return method.startsWith(prefix)
    ? (method.slice(prefix.length) as PlainMethod)
    : (method as PlainMethod);
};

const intervalAlphaOf = (
  method: PlainMethod,
  alpha: number,
  count: number,
): number | null => {
  switch (method) {
    case 'none':
      return alpha;
    case 'bonferroni':
      return alpha / count;
    case 'sidak':
      return -Math.expm1(Math.log1p(-alpha) / count);
    default:
      return null;
  }
};

const adjustPlain = (
  { pValues, alpha }: AdjustPValuesInput,
  method: PlainMethod,
): AdjustedPValues => {
  const order = pValues.map((_, i) => i);
  order.sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const sorted = order.map(i => pValues[i] ?? Number.NaN);
  const adjusted = Array.from(pValues);
  sortedMethodOf(
    method,
    alpha,
  )(sorted).forEach((value, rank) => {
    adjusted[order[rank] ?? 0] = Math.min(value, 1);
  });
  const interval = intervalAlphaOf(method, alpha, pValues.length);
  return {
    adjusted,
    levels: pValues.map(() => alpha),
    reject: adjusted.map(p => p <= alpha),
    intervalAlphas: interval === null ? null : pValues.map(() => interval),
  };
};

const emptyProblem: StatsProblem = {
  code: 'ETUDE_STATS_EMPTY',
  path: 'pValues',
  message: 'pValues is empty: there is nothing to adjust.',
};

const checkTags = (input: AdjustPValuesInput): readonly StatsProblem[] => {
  const { pValues, method, alpha, hypotheses } = input;
  const tagged = hypotheses?.length ?? 0;
  const isNeeded = isCounted(method) || hypotheses !== undefined;
  return [
    ...(isNeeded && tagged !== pValues.length
      ? [
          lengthMismatch(
            'pValues and hypotheses',
            `${pValues.length} and ${tagged}`,
          ),
        ]
      : []),
    ...(method === 'spot-1-bonferroni' && alpha >= 0.5 && alpha < 1
      ? [
          {
            code: 'ETUDE_STATS_INVALID_ALPHA' as const,
            path: 'alpha',
            message: `alpha is ${alpha}: spot-1 tests two-sided at twice alpha, which has to stay below 1.`,
          },
        ]
      : []),
  ];
};

/**
 * Adjusts p-values for multiple testing; the order of the input is kept.
 *
 * bonferroni `min(1, m p)`; holm `max_{j≤i}(m−j+1)p_(j)`; hochberg
 * `min_{j≥i}(m−j+1)p_(j)`; hommel closed Simes; sidak `1−(1−p)^m`; bh
 * `min_{j≥i} m p_(j)/j`; by = bh times `Σ 1/k`; two-stage-bh and -bky of
 * Benjamini, Krieger & Yekutieli 2006, *Biometrika* 93, 491–507, whose
 * adjusted values depend on alpha. Source: Wright 1992, *Biometrics* 48,
 * 1005–1013. Checked against R's `p.adjust` and statsmodels.
 *
 * Those named after spotify/confidence 3.0.4 multiply *every* p-value,
 * guardrails too, by a count of some hypotheses: `only-count-two-sided` of the
 * two-sided ones, `do-not-count-non-inferiority` of the superiority tests (a
 * comparison with guardrails only counts once). `spot-1-bonferroni` counts
 * like the latter but takes two-sided p-values for all and compares those of
 * directional metrics with 2 alpha, which puts the same bound on the side that
 * matters and shows a move to the wrong one: read the sign of the effect. The
 * other `spot-1-` names decide exactly as the method behind the prefix. For
 * the levels of the ship decision, where guardrails keep the whole alpha, use
 * `decisionRuleDesign` or `allocateErrorRates`.
 *
 * Refuses an empty list, p-values outside [0, 1], an alpha outside (0, 1), and
 * tags that are missing where they count or are not one per p-value.
 */
export const adjustPValues = (
  input: AdjustPValuesInput,
): StatsResult<AdjustedPValues> => {
  const { pValues, method, alpha } = input;
  const refusal = refusalOf([
    ...(pValues.length === 0 ? [emptyProblem] : []),
    ...pValues.flatMap((p, i) => checkProbability(p, `pValues[${i}]`)),
    ...checkAlpha(alpha),
    ...checkTags(input),
  ]);
  if (refusal) return refusal;
  return computed(
    isCounted(method)
      ? adjustCounted(input, method)
      : adjustPlain(input, plainOf(method)),
  );
};
