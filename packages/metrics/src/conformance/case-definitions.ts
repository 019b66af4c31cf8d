import type { ComputationRequest } from '../computation-request';
import type { FactTable } from '../fact-table';
import type { Metric } from '../metric';
import type { RowCase } from './row-case';
import { ANALYSED_UNTIL, EXPOSED_FROM } from './row-tables';

const OWNER = 'group:default/team';

const factTable = (
  id: string,
  parts: Partial<FactTable> & Pick<FactTable, 'entityColumns'>,
): FactTable => ({
  id,
  name: id,
  description: '',
  owner: OWNER,
  source: { kind: 'table', table: id },
  timestampColumn: null,
  measures: [],
  dimensions: [],
  ...parts,
});

/** The tables of `rowTables` as fact tables. */
export const CASE_FACT_TABLES: readonly FactTable[] = [
  factTable('events', {
    timestampColumn: 'event_time',
    entityColumns: { user: 'unit' },
    measures: [{ name: 'value', column: 'value' }],
    dimensions: ['event', 'payload'],
  }),
  factTable('orders', {
    timestampColumn: 'ordered at',
    entityColumns: { user: 'buyer' },
    measures: [
      { name: 'amount', column: 'amount' },
      { name: 'pieces', column: 'pieces' },
    ],
    dimensions: ['is_gift', 'order'],
  }),
  factTable('scores', {
    entityColumns: { user: 'member' },
    measures: [{ name: 'score', column: 'score' }],
  }),
  factTable('cohort', { entityColumns: { user: 'member' } }),
  factTable('traits', {
    timestampColumn: 'valid_from',
    entityColumns: { user: 'member' },
    dimensions: ['plan', 'country'],
  }),
];

/** A metric without its name, which the table of cases gives. */
export type MetricParts = Partial<Omit<Metric, 'id'>>;

/** A metric over events that counts facts, unless told otherwise. */
export const caseMetric = (id: string, parts: MetricParts): Metric => ({
  id,
  name: id,
  description: '',
  owner: OWNER,
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

/** A request of the flag with a quote in its name, over three weeks. */
export const caseRequest = (
  parts: Partial<ComputationRequest>,
): ComputationRequest => ({
  experimentId: 'rows',
  assignment: { kind: 'flag', flagId: "check'out", ruleId: 'rule-1' },
  entity: 'user',
  variants: ['control', 'treatment'],
  from: EXPOSED_FROM,
  until: ANALYSED_UNTIL,
  metrics: [],
  factTables: [...CASE_FACT_TABLES],
  ...parts,
});

/** All metrics of one request as cases of one group. */
export const caseGroup = (
  group: string,
  request: Partial<ComputationRequest>,
  metrics: Readonly<Record<string, MetricParts>>,
): RowCase[] => {
  const all = Object.entries(metrics).map(([id, parts]) =>
    caseMetric(id, parts),
  );
  const asked = caseRequest({ ...request, metrics: all });
  return all.map(({ id }) => ({
    name: `${group}: ${id}`,
    group,
    request: asked,
    metricId: id,
  }));
};

/** Every combination of the named parts, under both names. */
export const combined = (
  ...axes: readonly Readonly<Record<string, MetricParts>>[]
): Record<string, MetricParts> =>
  axes.reduce<Record<string, MetricParts>>(
    (found, axis) =>
      Object.fromEntries(
        Object.entries(found).flatMap(([name, parts]) =>
          Object.entries(axis).map(([added, more]) => [
            [name, added].filter(part => part !== '').join(', '),
            { ...parts, ...more },
          ]),
        ),
      ),
    { '': {} },
  );
