import type {
  ComputationRequest,
  DimensionSource,
} from '../computation-request';
import type { DimensionValue } from '../computation-result';
import type { ExposedUnit } from './expected-exposures';
import { factTableById, rowsOfUnit } from './expected-exposures';
import { instantOf } from './expected-relations';

const least = (values: readonly string[]): string | null =>
  values.toSorted((a, b) => (a < b ? -1 : 1))[0] ?? null;

const textsOf = (values: readonly unknown[]): string[] =>
  values.filter(value => typeof value === 'string');

/** The greatest value among those of the latest time up to exposure. */
const valueAsOf = (
  rows: readonly { readonly at: number | null; readonly value: unknown }[],
  exposedAt: number | null,
): string | null => {
  const known = rows.flatMap(({ at, value }) =>
    at !== null &&
    exposedAt !== null &&
    at <= exposedAt &&
    typeof value === 'string'
      ? [{ at, value }]
      : [],
  );
  const latest = Math.max(...known.map(({ at }) => at));
  const values = known.filter(({ at }) => at === latest);
  return (
    values
      .map(({ value }) => value)
      .toSorted()
      .at(-1) ?? null
  );
};

const sourceValue = (
  request: ComputationRequest,
  source: DimensionSource,
  { unit, at }: ExposedUnit,
): string | null => {
  const table = factTableById(request, source.factTableId);
  const rows = rowsOfUnit(request, table, unit);
  const { validFromColumn } = source;
  return validFromColumn === undefined
    ? least(textsOf(rows.map(row => row[source.column])))
    : valueAsOf(
        rows.map(row => ({
          at: instantOf(row[validFromColumn]),
          value: row[source.column],
        })),
        at,
      );
};

/** The values that a unit has of every dimension of a request. */
export const dimensionsOfUnit = (
  request: ComputationRequest,
  unit: ExposedUnit,
): DimensionValue[] => {
  const { assignment, dimensionSources = [] } = request;
  const columns =
    assignment.kind === 'table' ? (assignment.dimensions ?? []) : [];
  return [
    ...columns.map(name => ({
      name,
      value: least(textsOf(unit.rows.map(row => row[name]))),
    })),
    ...dimensionSources.map(source => ({
      name: source.name,
      value: sourceValue(request, source, unit),
    })),
  ];
};
