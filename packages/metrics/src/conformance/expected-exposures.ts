import type { ComputationRequest } from '../computation-request';
import type { FactTable } from '../fact-table';
import type { MetricFilter } from '../metric';
import { instantOf, ownerOf } from './expected-relations';
import type { NamedRow } from './row-table';
import { namedRows } from './row-table';
import { rowTables } from './row-tables';

/** A unit as the brute force knows it. */
export type ExposedUnit = {
  readonly unit: string;
  readonly variant: string;
  readonly at: number | null;
  readonly isCrossover: boolean;
  /** Its rows of the assignment table. */
  readonly rows: readonly NamedRow[];
};

let tables: ReadonlyMap<string, readonly NamedRow[]> | null = null;

const rowsOfTable = (name: string): readonly NamedRow[] => {
  tables ??= new Map(
    rowTables().map(table => [table.name, namedRows(table)] as const),
  );
  const rows = tables.get(name);
  if (rows === undefined) throw new Error(`No table '${name}' in row cases.`);
  return rows;
};

export const factTableById = (
  { factTables }: ComputationRequest,
  id: string,
): FactTable => {
  const found = factTables.find(table => table.id === id);
  if (found === undefined) throw new Error(`No fact table '${id}'.`);
  return found;
};

/** The rows behind a fact table of a row case. */
export const rowsOf = ({ source }: FactTable): readonly NamedRow[] =>
  rowsOfTable(source.kind === 'table' ? source.table : '');

const indexes = new Map<string, Map<unknown, NamedRow[]>>();

/** The rows of a fact table that are of one unit. */
export const rowsOfUnit = (
  request: ComputationRequest,
  table: FactTable,
  unit: string,
): readonly NamedRow[] => {
  const { entity, relations } = request;
  const column = table.entityColumns[entity];
  const key = JSON.stringify([table.source, column ?? relations]);
  const index =
    indexes.get(key) ??
    Map.groupBy(rowsOf(table), row =>
      column === undefined
        ? relatedUnit(request, table, row)
        : (row[column] ?? null),
    );
  indexes.set(key, index);
  return index.get(unit) ?? [];
};

/** The unit that a fact of another entity belongs to. */
const relatedUnit = (
  request: ComputationRequest,
  table: FactTable,
  row: NamedRow,
): string | null =>
  ownerOf(row, table, {
    entity: request.entity,
    relations: request.relations ?? [],
    rowsOf: id => {
      const related = factTableById(request, id);
      return { table: related, rows: rowsOf(related) };
    },
  });

const comparable = (value: NamedRow[string]) =>
  typeof value === 'boolean' ? Number(value) : value;

/** Whether a row passes a filter, as SQL would have it. */
export const passes = (row: NamedRow, filter: MetricFilter): boolean => {
  const value = row[filter.column] ?? null;
  if (Array.isArray(filter.value)) {
    return filter.value.some(one => one === value);
  }
  if (filter.operator === 'not-equals') return value !== filter.value;
  if (value === null) return false;
  const [left, right] = [comparable(value), comparable(filter.value)];
  if (left === null || right === null) return false;
  switch (filter.operator) {
    case 'greater-or-equal':
      return left >= right;
    case 'less-or-equal':
      return left <= right;
    default:
      return left === right;
  }
};

type Sighting = {
  readonly unit: string;
  readonly variant: string;
  readonly at: number | null;
  readonly row: NamedRow;
};

const sightingsOf = (request: ComputationRequest): Sighting[] => {
  const { assignment } = request;
  const isFlag = assignment.kind === 'flag';
  const names = isFlag
    ? { unit: 'unit', variant: 'variant', at: 'assigned_at' }
    : {
        unit: assignment.unitColumn,
        variant: assignment.variantColumn,
        at: assignment.exposedAtColumn ?? '',
      };
  const rows = isFlag
    ? rowsOfTable('assignments').filter(
        row =>
          row['flag'] === assignment.flagId &&
          row['rule'] === assignment.ruleId &&
          Date.parse(String(row['assigned_at'])) < Date.parse(request.until) &&
          (request.from === null ||
            Date.parse(String(row['assigned_at'])) >= Date.parse(request.from)),
      )
    : rowsOf(factTableById(request, assignment.factTableId));
  return rows.flatMap(row => {
    const [unit, variant] = [row[names.unit], row[names.variant]];
    return typeof unit === 'string' && typeof variant === 'string'
      ? [{ unit, variant, at: instantOf(row[names.at]), row }]
      : [];
  });
};

/** The first fact of the exposure filter at or after an assignment. */
const triggeredAt = (
  request: ComputationRequest,
  { unit, at }: ExposedUnit,
): number | null => {
  const { exposureFilter } = request;
  if (exposureFilter === undefined) return at;
  const table = factTableById(request, exposureFilter.factTableId);
  const times = rowsOfUnit(request, table, unit).flatMap(row => {
    const time = instantOf(row[table.timestampColumn ?? '']);
    return time !== null &&
      time < Date.parse(request.until) &&
      (at === null || time >= at) &&
      exposureFilter.filters.every(filter => passes(row, filter))
      ? [time]
      : [];
  });
  return times.length === 0 ? null : Math.min(...times);
};

const exposed = new WeakMap<ComputationRequest, readonly ExposedUnit[]>();

/** Every exposed unit of a request, crossovers among them. */
export const exposedUnits = (
  request: ComputationRequest,
): readonly ExposedUnit[] => {
  const known = exposed.get(request) ?? foundUnits(request);
  exposed.set(request, known);
  return known;
};

const foundUnits = (request: ComputationRequest): ExposedUnit[] => {
  const byUnit = Map.groupBy(sightingsOf(request), ({ unit }) => unit);
  return [...byUnit].flatMap(([unit, sightings]): ExposedUnit[] => {
    const variants = new Set(sightings.map(({ variant }) => variant));
    const [variant = ''] = variants;
    const isCrossover = variants.size > 1;
    if (!isCrossover && !request.variants.includes(variant)) return [];
    const times = sightings.flatMap(({ at }) => at ?? []);
    const assigned = {
      unit,
      variant,
      at: times.length === 0 ? null : Math.min(...times),
      isCrossover,
      rows: sightings.map(({ row }) => row),
    };
    const at = triggeredAt(request, assigned);
    if (request.exposureFilter !== undefined && at === null) return [];
    const end = request.exposureUntil;
    const isLate =
      request.assignment.kind === 'flag' &&
      typeof end === 'string' &&
      at !== null &&
      at >= Date.parse(end);
    return isLate ? [] : [{ ...assigned, at }];
  });
};
