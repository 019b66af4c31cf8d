import { refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import { LAKE_WAREHOUSE_ID, warehouseIdOf } from '@etude/metrics';
import type { AssignmentSource, FactTable, Metric } from '@etude/metrics';
import { metricFactTableIds } from './definitions';
import type { Warehouse, Warehouses } from './warehouses';

/** Something of a computation, and the fact table that it reads. */
type Reader = { readonly what: string; readonly factTable: FactTable };

export type WarehouseQuestion = {
  readonly metrics: readonly Metric[];
  readonly factTables: readonly FactTable[];
  /** None where units are those with facts. */
  readonly assignment?:
    | Extract<AssignmentSource, { kind: 'flag' }>
    | { readonly kind: 'table'; readonly factTableId: string }
    | undefined;
  /** Tables of exposure filters and dimensions, with what they are. */
  readonly others?: readonly {
    readonly what: string;
    readonly factTableId: string;
  }[];
};

const placeOf = (id: string): string =>
  id === LAKE_WAREHOUSE_ID ? 'the lake' : `warehouse '${id}'`;

const readersOf = (question: WarehouseQuestion): Reader[] => {
  const { metrics, factTables, assignment, others = [] } = question;
  const named = [
    ...metrics.flatMap(metric =>
      metricFactTableIds(metric).map(factTableId => ({
        what: `metric '${metric.id}'`,
        factTableId,
      })),
    ),
    ...(assignment?.kind === 'table'
      ? [{ what: 'the assignments', factTableId: assignment.factTableId }]
      : []),
    ...others,
  ];
  // Tables that do not exist are planning's to refuse.
  return named.flatMap(({ what, factTableId }) => {
    const factTable = factTables.find(({ id }) => id === factTableId);
    return factTable ? [{ what, factTable }] : [];
  });
};

const mixed = (readers: readonly Reader[]): Problem => {
  const [first, ...rest] = readers.map(
    ({ what, factTable }) =>
      `${what} in ${placeOf(warehouseIdOf(factTable))} (fact table '${factTable.id}')`,
  );
  return {
    code: 'ETUDE_METRICS_WAREHOUSES_MIXED',
    message: `One computation runs in one warehouse, but it would read ${[first, ...rest].join(', ')}. Measure what lies in different warehouses in experiments apart, or copy the tables into one of them.`,
  };
};

const elsewhere = (
  reader: Reader,
  flagId: string,
  warehouseId: string,
): Problem => ({
  code: 'ETUDE_METRICS_ASSIGNMENTS_ELSEWHERE',
  message: `${capitalised(reader.what)} lives in ${placeOf(warehouseId)} (fact table '${reader.factTable.id}'), but the assignments of flag '${flagId}' are in the lake, and one query cannot read both. Use a table of assignments in ${placeOf(warehouseId)} instead of the flag, name a copy of the lake's assignments in the configuration of that warehouse, or use a metric of the lake.`,
});

const capitalised = (words: string): string =>
  words.charAt(0).toUpperCase() + words.slice(1);

/**
 * The one warehouse that holds everything that a computation reads, or why
 * there is none: tables in several, assignments elsewhere, an id that the
 * configuration does not know.
 */
export const chooseWarehouse = (
  warehouses: Warehouses,
  question: WarehouseQuestion,
): Result<Warehouse> => {
  const readers = readersOf(question);
  const ids = new Set(readers.map(({ factTable }) => warehouseIdOf(factTable)));
  if (ids.size > 1) return refused(mixed(readers));
  const [id = LAKE_WAREHOUSE_ID] = ids;
  const { assignment } = question;
  const found = warehouses.find(id);
  if (
    found.ok &&
    assignment?.kind === 'flag' &&
    id !== LAKE_WAREHOUSE_ID &&
    found.value.assignments === undefined
  ) {
    const [first, ...rest] = readers.map(reader =>
      elsewhere(reader, assignment.flagId, id),
    );
    if (first) return refused(first, ...rest);
  }
  return found;
};
