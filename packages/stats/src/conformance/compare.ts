import type { JsonObject } from './case-input';
import { isJsonObject } from './case-input';

/** How far a number may be from the expected one. */
export type Tolerance = {
  readonly rel: number;
  readonly abs: number;
  /** Wider absolute tolerance for entries beyond a value. */
  readonly above?: { readonly value: number; readonly abs: number };
};

const toleranceOf = (json: unknown, fallback: Tolerance): Tolerance => {
  if (!isJsonObject(json)) return fallback;
  const above = json['above'];
  return {
    rel: typeof json['rel'] === 'number' ? json['rel'] : 0,
    abs: typeof json['abs'] === 'number' ? json['abs'] : 0,
    ...(isJsonObject(above)
      ? { above: { value: Number(above['value']), abs: Number(above['abs']) } }
      : {}),
  };
};

const EXACT: Tolerance = { rel: 0, abs: 0 };

// Keys of `expected` that steer the comparison instead of being outputs.
const DIRECTIVES = new Set(['se_any_of', 'z_truncation_allowed']);

type Comparison = {
  readonly tolerance: JsonObject;
  readonly truncation: number;
};

const fieldTolerance = (
  comparison: Comparison,
  path: readonly string[],
): Tolerance => {
  const fields = comparison.tolerance['fields'];
  const whole = toleranceOf(comparison.tolerance, EXACT);
  const names = path.filter(part => !/^\d+$/.test(part));
  const name = names.at(-1) ?? '';
  if (isJsonObject(fields) && name in fields) {
    return toleranceOf(fields[name], whole);
  }
  // An absolute tolerance would accept any tiny p-value.
  return names.length === 1 && name === 'p_value'
    ? { ...whole, abs: 0 }
    : whole;
};

const isClose = (actual: number, expected: number, t: Tolerance): boolean => {
  const abs =
    t.above !== undefined && Math.abs(expected) > t.above.value
      ? Math.max(t.abs, t.above.abs)
      : t.abs;
  return (
    Math.abs(actual - expected) <= Math.max(abs, t.rel * Math.abs(expected))
  );
};

const show = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value);

const mismatch = (
  actual: unknown,
  expected: unknown,
  path: readonly string[],
): readonly string[] => [
  `${path.join('.') || 'value'}: expected ${show(expected)}, got ${show(actual)}`,
];

/** Where in the expected document a comparison is, and by which tolerances. */
type Place = {
  readonly path: readonly string[];
  readonly comparison: Comparison;
};

const below = ({ path, comparison }: Place, key: string): Place => ({
  path: [...path, key],
  comparison,
});

const isMatchingNumber = (
  actual: unknown,
  expected: number,
  { path, comparison }: Place,
): boolean => {
  if (typeof actual !== 'number') return false;
  const isTruncated =
    path[0] === 'z' &&
    expected > comparison.truncation &&
    actual >= comparison.truncation;
  return (
    isTruncated || isClose(actual, expected, fieldTolerance(comparison, path))
  );
};

const differencesAt = (
  actual: unknown,
  expected: unknown,
  place: Place,
): readonly string[] => {
  const { path } = place;
  if (typeof expected === 'number') {
    return isMatchingNumber(actual, expected, place)
      ? []
      : mismatch(actual, expected, path);
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      return mismatch(actual, expected, path);
    }
    return expected.flatMap((item, index) =>
      differencesAt(actual[index], item, below(place, String(index))),
    );
  }
  if (isJsonObject(expected)) {
    if (!isJsonObject(actual)) return mismatch(actual, expected, path);
    return Object.entries(expected)
      .filter(([key]) => path.length > 0 || !DIRECTIVES.has(key))
      .flatMap(([key, item]) =>
        differencesAt(actual[key], item, below(place, key)),
      );
  }
  return actual === expected ? [] : mismatch(actual, expected, path);
};

const stdErrDifferences = (
  actual: JsonObject,
  expected: JsonObject,
  comparison: Comparison,
): readonly string[] => {
  const accepted = expected['se_any_of'];
  if (!Array.isArray(accepted)) return [];
  const tolerance = fieldTolerance(comparison, ['std_err']);
  const stdErr = actual['std_err'];
  return typeof stdErr === 'number' &&
    accepted.some(value => isClose(stdErr, Number(value), tolerance))
    ? []
    : mismatch(stdErr, accepted, ['std_err']);
};

/**
 * Every difference between an adapter's output and a case's expectation, as
 * sentences; empty when they agree.
 *
 * A number x matches e when |x − e| ≤ max(abs, rel·|e|). Overrides go by field
 * name; a top-level p-value is compared on the relative scale only; entries
 * of `z` above `z_truncation_allowed` may be any value from it on; the
 * standard error may be any of `se_any_of`; with `bounded: false` no interval
 * may be there. Fields that are not expected are ignored.
 */
export const differences = (
  actual: JsonObject,
  expected: JsonObject,
  tolerance: JsonObject,
): readonly string[] => {
  const limit = expected['z_truncation_allowed'];
  const comparison: Comparison = {
    tolerance,
    truncation: typeof limit === 'number' ? limit : Infinity,
  };
  const hasForbiddenInterval =
    expected['bounded'] === false &&
    actual['ci'] !== undefined &&
    actual['ci'] !== null;
  return [
    ...differencesAt(actual, expected, { path: [], comparison }),
    ...stdErrDifferences(actual, expected, comparison),
    ...(hasForbiddenInterval
      ? ['ci: an unbounded interval must not be reported']
      : []),
  ];
};
