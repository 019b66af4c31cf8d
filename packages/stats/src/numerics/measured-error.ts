import type { JsonObject } from '../conformance/case-input';
import { isJsonObject } from '../conformance/case-input';
import { ADAPTERS } from '../conformance/run-statistics-cases';

/** How far this package is from the oracles of one kind of case. */
export type MeasuredError = {
  readonly cases: number;
  /** Relative errors of all expected numbers, the largest first. */
  readonly errors: readonly FieldError[];
  /** Programs with their versions, sorted. */
  readonly oracles: readonly string[];
};

type FieldError = { readonly at: string; readonly error: number };

// An oracle that is no program is named by what it is.
const ORACLE =
  /(mpmath|scipy|numpy|statsmodels|R|rpact|survey|estimatr|metafor|clubSandwich) \d[\d.]*\d|Python fractions|exact fractions|hand|arithmetic/gi;

const oraclesOf = (source: unknown): readonly string[] =>
  typeof source === 'string'
    ? (source.match(ORACLE) ?? []).map(name =>
        name === 'hand' ? 'by hand' : name,
      )
    : [];

/** The kind of a case; distributions apart by their function. */
const kindOf = ({ kind, input }: JsonObject): string =>
  kind === 'distribution' && isJsonObject(input)
    ? String(input['fn'])
    : String(kind);

const absoluteTolerance = (item: JsonObject, field: string): number => {
  const { tolerance } = item;
  // On an absolute scale any tiny p-value is right.
  if (!isJsonObject(tolerance) || field.startsWith('p_value')) return 0;
  const fields = tolerance['fields'];
  const own = isJsonObject(fields) ? fields[field] : undefined;
  const chosen = isJsonObject(own) ? own : tolerance;
  return typeof chosen['abs'] === 'number' ? chosen['abs'] : 0;
};

const childOf = (value: unknown, key: string): unknown => {
  if (Array.isArray(value)) return value[Number(key)];
  return isJsonObject(value) ? value[key] : undefined;
};

const errorsAt = (
  item: JsonObject,
  pair: { readonly actual: unknown; readonly expected: unknown },
  path: readonly string[],
): readonly FieldError[] => {
  const { actual, expected } = pair;
  if (typeof expected === 'number') {
    if (typeof actual !== 'number') return [];
    const field = path.filter(part => !/^\d+$/.test(part)).at(-1) ?? '';
    const scale = Math.max(Math.abs(expected), absoluteTolerance(item, field));
    const difference = Math.abs(actual - expected);
    const error = difference === 0 ? 0 : difference / scale;
    return [{ at: `${String(item['id'])} ${path.join('.')}`, error }];
  }
  if (typeof expected !== 'object' || expected === null) return [];
  return Object.entries(expected).flatMap(([key, inner]) =>
    errorsAt(item, { actual: childOf(actual, key), expected: inner }, [
      ...path,
      key,
    ]),
  );
};

const errorsOf = (item: JsonObject): readonly FieldError[] => {
  const { kind, input, expected } = item;
  const adapter = ADAPTERS[String(kind)];
  if (!adapter || !isJsonObject(input) || !isJsonObject(expected)) return [];
  const result = adapter(input);
  return result.ok
    ? errorsAt(item, { actual: result.value, expected }, [])
    : [];
};

/** Runs cases and measures the errors of each kind, by its name. */
export const measuredErrors = (
  cases: readonly unknown[],
): ReadonlyMap<string, MeasuredError> => {
  const byKind = new Map<string, JsonObject[]>();
  for (const item of cases) {
    if (!isJsonObject(item)) continue;
    byKind.set(kindOf(item), [...(byKind.get(kindOf(item)) ?? []), item]);
  }
  return new Map(
    [...byKind].map(([kind, items]) => [
      kind,
      {
        cases: items.length,
        errors: items.flatMap(errorsOf).sort((a, b) => b.error - a.error),
        oracles: [
          ...new Set(items.flatMap(({ source }) => oraclesOf(source))),
        ].sort(),
      },
    ]),
  );
};
