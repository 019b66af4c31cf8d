/**
 * Takes p-values in ascending order and returns adjusted ones, which may
 * exceed 1, in the same order.
 */
export type SortedMethod = (sorted: readonly number[]) => readonly number[];

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

// 1 − (1 − p)^m without cancellation for tiny p, and not −0 for p = 0.
const sidakOf = (p: number, m: number): number =>
  0 - Math.expm1(m * Math.log1p(-p));

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

const METHODS = {
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
} as const satisfies Readonly<Record<string, SortedMethod>>;

type TwoStage = 'two-stage-bh' | 'two-stage-bky';

/** Corrections that depend on the p-values alone. */
export type PlainMethod = keyof typeof METHODS | TwoStage;

// Two stages: the number of hypotheses that stage one does not reject replaces
// m in a second BH. BKY runs stage one at alpha/(1 + alpha) and pays that
// factor back in the second.
const twoStage =
  (alpha: number, method: TwoStage): SortedMethod =>
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

/** The correction of that name; only the two-stage ones depend on alpha. */
export const sortedMethodOf = (
  method: PlainMethod,
  alpha: number,
): SortedMethod =>
  method === 'two-stage-bh' || method === 'two-stage-bky'
    ? twoStage(alpha, method)
    : METHODS[method];
