import { LAKE_WAREHOUSE_ID } from '@etude/metrics';
import type { FactTable } from '@etude/metrics';
import type { BaselineAssignment } from '@etude/plugin-metrics-common';
import {
  column,
  compare,
  item,
  literal,
  printSql,
  select,
  table,
} from '@etude/sql';
import type { Query } from '@etude/sql';
import type { Warehouse } from './warehouses';

/** Whose values a baseline is made of. */
export type Population = {
  readonly kind: 'assignment' | 'all-assigned';
  readonly factTable: FactTable;
};

const assignments = (entity: string) => ({
  description: '',
  owner: 'group:default/etude',
  timestampColumn: 'assigned_at',
  entityColumns: { [entity]: 'unit' },
  measures: [],
  dimensions: [],
});

const unitsOfFlag = (flagId: string): Query =>
  select({
    items: [
      item('unit', column('unit')),
      item('assigned_at', column('assigned_at')),
    ],
    from: table('assignments'),
    where: compare(column('flag'), '=', literal(flagId)),
  });

const assignedUnits = (
  assignment: BaselineAssignment,
  options: PopulationOptions,
): FactTable | undefined => {
  const { entity, factTables, warehouse } = options;
  const { dialect } = warehouse.runner;
  if (assignment.kind === 'flag') {
    const { flagId } = assignment;
    return {
      id: `units-of-flag-${flagId}`,
      name: `Units of flag ${flagId}`,
      ...assignments(entity),
      source: { kind: 'query', sql: printSql(unitsOfFlag(flagId), dialect) },
    };
  }
  const stored = factTables.find(({ id }) => id === assignment.factTableId);
  return (
    stored && {
      ...stored,
      id: `units-of-${stored.id}`,
      // As in an experiment on this table: who is in it, not since when.
      timestampColumn: null,
      entityColumns: { [entity]: assignment.unitColumn },
    }
  );
};

export type PopulationOptions = {
  readonly entity: string;
  readonly factTables: readonly FactTable[];
  readonly warehouse: Warehouse;
};

/**
 * The populations to try in turn until one has units: those of the assignment
 * first, then, unless the assignment is a table, all that resolved any flag.
 * Assignments of flags lie in the lake, so that other warehouses have none.
 */
export const populationsFor = (
  assignment: BaselineAssignment | undefined,
  options: PopulationOptions,
): Population[] => {
  const isLake = options.warehouse.info.id === LAKE_WAREHOUSE_ID;
  if (assignment?.kind !== 'table' && !isLake) return [];
  const asked = assignment && assignedUnits(assignment, options);
  const populations: Population[] = asked
    ? [{ kind: 'assignment', factTable: asked }]
    : [];
  if (assignment?.kind === 'table') return populations;
  return [
    ...populations,
    {
      kind: 'all-assigned',
      factTable: {
        id: 'units-of-all-flags',
        name: 'Units of all flags',
        ...assignments(options.entity),
        source: { kind: 'table', table: 'assignments' },
      },
    },
  ];
};
