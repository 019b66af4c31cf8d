import type { StatsResult } from './result';

/** What was computed; throws the problems of a refusal. */
export const valueOf = <T>(result: StatsResult<T>): T => {
  if (result.ok) return result.value;
  throw new Error(JSON.stringify(result.problems));
};

/** The codes of a refusal, in order; empty when there is a value. */
export const codesOf = (result: StatsResult<unknown>): readonly string[] =>
  result.ok ? [] : result.problems.map(({ code }) => code);

/** The paths of a refusal, in order; empty when there is a value. */
export const pathsOf = (
  result: StatsResult<unknown>,
): readonly (string | undefined)[] =>
  result.ok ? [] : result.problems.map(({ path }) => path);

/** Whether a number is another but for a relative difference. */
export const isClose = (
  actual: number | undefined,
  expected: number,
  relative = 1e-12,
): boolean =>
  actual === expected ||
  Math.abs((actual ?? Number.NaN) - expected) <= relative * Math.abs(expected);

/** Throws unless a number {@link isClose} to the expected one. */
export const closeTo = (
  actual: number | undefined,
  expected: number,
  relative = 1e-12,
): void => {
  if (isClose(actual, expected, relative)) return;
  throw new Error(`${actual} for ${expected}, within ${relative} of it`);
};

/** Values of the members of a control's clusters. */
export const CONTROL_CLUSTERS: readonly (readonly number[])[] = [
  [3.1, 4.2, 2.7],
  [5.5, 6.1],
  [4.4, 4.9, 5.2, 3.8],
  [2.2, 3.3, 2.9, 3.0, 2.4],
];

/** Values of the members of a treatment's clusters. */
export const TREATMENT_CLUSTERS: readonly (readonly number[])[] = [
  [6.2, 5.1, 7.0],
  [4.8, 5.9, 6.3, 5.0],
  [3.9, 4.1],
  [7.2, 6.6, 6.9, 8.1, 5.8],
];
