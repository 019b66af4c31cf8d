import {
  computationQuery,
  planComputation,
  readComputationRows,
} from '@etude/metrics';
import type {
  ComputationRequest,
  ComputationResult,
  FactTable,
  Metric,
} from '@etude/metrics';
import { printSql } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';

/** Events of the lake as facts. */
export const eventFacts: FactTable = {
  id: 'events',
  name: 'Events',
  description: '',
  owner: 'group:default/team',
  source: { kind: 'table', table: 'events' },
  timestampColumn: 'event_time',
  entityColumns: { user: 'unit' },
  measures: [{ name: 'value', column: 'value' }],
  dimensions: ['event'],
};

/** A metric over {@link eventFacts}: number of facts, unless told otherwise. */
export const metricOf = (id: string, parts: Partial<Metric> = {}): Metric => ({
  id,
  name: id,
  description: '',
  owner: 'group:default/team',
  factTableId: 'events',
  entity: 'user',
  type: 'average',
  aggregation: 'count',
  filters: [],
  window: null,
  direction: 'increase',
  state: 'active',
  ...parts,
});

/** Request for flag `checkout`, days 1 to 10 of January 2026. */
export const requestOf = (
  parts: Partial<ComputationRequest>,
): ComputationRequest => ({
  experimentId: 'experiment',
  assignment: { kind: 'flag', flagId: 'checkout', ruleId: 'rule-1' },
  entity: 'user',
  variants: ['control', 'treatment'],
  from: '2026-01-01T00:00:00Z',
  until: '2026-01-10T00:00:00Z',
  metrics: [],
  factTables: [eventFacts],
  ...parts,
});

/** Plans, prints, runs and reads a request; throws when it is refused. */
export const compute = async (
  driver: WarehouseDriver,
  request: ComputationRequest,
): Promise<ComputationResult> => {
  const plan = planComputation(request, driver.dialect);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const sql = printSql(computationQuery(plan.value), driver.dialect);
  const { rows } = await driver.query(sql);
  return readComputationRows(rows, sql);
};
