import { checkAlpha, checkProbability } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** Corrections for testing several hypotheses at once. */
export type PAdjustMethod =
  | 'none'
  | 'bonferroni'
  | 'holm'
  | 'hochberg'
  | 'hommel'
  | 'sidak'
  | 'holm-sidak'
  | 'bh'
  | 'by'
  | 'two-stage-bh'
  | 'two-stage-bky';

/** Adjusted p-values in the order of the input. */
export type AdjustedPValues = {
  readonly adjusted: readonly number[];
  /** adjusted ≤ alpha. */
  readonly reject: readonly boolean[];
};

// Every method below takes p-values in ascending order and returns adjusted
// ones in the same order.
type SortedMethod = (sorted: readonly number[]) => readonly number[];

const atMostOne = (p: number): number => Math.min(p, 1);

const runningMax = (values: readonly number[]): readonly number[] => {
  let max = 0;
  return values.map(value => (max = Math.max(max, value)));
};

const reverseRunningMin = (values: readonly number[]): readonly number[] => {
  let min = Infinity;
  return values
    .toReversed()
    .map(value => (min = Math.min(min, value)))
    .reverse();
};

// 1 − (1 − p)^m without cancellation for tiny p.
const sidakOf = (p: number, m: number): number =>
  -Math.expm1(m * Math.log1p(-p));

const benjaminiHochberg: SortedMethod = p =>
  reverseRunningMin(p.map((value, i) => (p.length * value) / (i + 1)));

// Hommel 1988 through Wright 1992: for every subset size the Simes
// bound, then the maximum.
const hommel: SortedMethod = p => {
  const n = p.length;
  const simes = (size: number): number =>
    Math.min(...p.slice(n - size).map((value, i) => (size * value) / (i + 1)));
  let lowest = Array.from({ length: n }, () => simes(n));
  const adjusted = [...lowest];
  for (let size = n - 1; size >= 2; size -= 1) {
    const split = n - size + 1;
    const tail = Math.min(
      ...p.slice(split).map((value, i) => (size * value) / (i + 2)),
    );
    lowest = p.map((value, i) =>
      i < split ? Math.min(size * value, tail) : 0,
    );
    const last = lowest[split - 1] ?? 0;
    p.forEach((_, i) => {
      const bound = i < split ? (lowest[i] ?? 0) : last;
      adjusted[i] = Math.max(adjusted[i] ?? 0, bound);
    });
  }
  return adjusted.map((value, i) => Math.max(value, p[i] ?? 0));
};

const harmonic = (n: number): number => {
  let sum = 0;
  for (let k = n; k >= 1; k -= 1) sum += 1 / k;
  return sum;
};

const METHODS: Readonly<
  Record<Exclude<PAdjustMethod, 'two-stage-bh' | 'two-stage-bky'>, SortedMethod>
> = {
  none: p => p,
  bonferroni: p => p.map(value => value * p.length),
  holm: p => runningMax(p.map((value, i) => (p.length - i) * value)),
  hochberg: p => reverseRunningMin(p.map((value, i) => (p.length - i) * value)),
  hommel,
  sidak: p => p.map(value => sidakOf(value, p.length)),
  'holm-sidak': p =>
    runningMax(p.map((value, i) => sidakOf(value, p.length - i))),
  bh: benjaminiHochberg,
  by: p => benjaminiHochberg(p).map(value => value * harmonic(p.length)),
};

// Two stages: the number of hypotheses that stage one does not reject replaces
// m in a second BH. BKY runs stage one at alpha/(1 + alpha) and pays that
// factor back in the second.
const twoStage =
  (alpha: number, method: 'two-stage-bh' | 'two-stage-bky'): SortedMethod =>
  p => {
    const inflation = method === 'two-stage-bky' ? 1 + alpha : 1;
    const level = alpha / inflation;
    const first = benjaminiHochberg(p);
    const rejected = first.filter(value => value <= level).length;
    if (rejected === 0 || rejected === p.length) {
      return first.map(value => value * inflation);
    }
    const share = (p.length - rejected) / p.length;
    return first.map(value => value * share * inflation);
  };

const methodOf = (method: PAdjustMethod, alpha: number): SortedMethod =>
  method === 'two-stage-bh' || method === 'two-stage-bky'
    ? twoStage(alpha, method)
    : METHODS[method];

const emptyProblem: StatsProblem = {
  code: 'ETUDE_STATS_EMPTY',
  path: 'pValues',
  message: 'pValues is empty: there is nothing to adjust.',
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
 * Refuses an empty list, p-values outside [0, 1] and an alpha outside (0, 1).
 */
export const adjustPValues = (input: {
  readonly pValues: readonly number[];
  readonly method: PAdjustMethod;
  readonly alpha: number;
}): StatsResult<AdjustedPValues> => {
  const { pValues, method, alpha } = input;
  const refusal = refusalOf([
    ...(pValues.length === 0 ? [emptyProblem] : []),
    ...pValues.flatMap((p, i) => checkProbability(p, `pValues[${i}]`)),
    ...checkAlpha(alpha),
  ]);
  if (refusal) return refusal;
  const order = pValues.map((_, i) => i);
  order.sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0));
  const sorted = order.map(i => pValues[i] ?? Number.NaN);
  const adjusted = Array.from(pValues);
  methodOf(
    method,
    alpha,
  )(sorted).forEach((value, rank) => {
    adjusted[order[rank] ?? 0] = atMostOne(value);
  });
  return computed({ adjusted, reject: adjusted.map(p => p <= alpha) });
};
