import type { ComputationRequest } from '../computation-request';
import type { EntityRelation } from '../entity-relation';
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
  factTable('visits', {
    timestampColumn: 'began',
    entityColumns: { device: 'device' },
    measures: [{ name: 'seconds', column: 'seconds' }],
    dimensions: ['page'],
  }),
  factTable('logins', {
    timestampColumn: 'since',
    entityColumns: { device: 'device', user: 'member' },
  }),
  factTable('readings', {
    timestampColumn: 'read_at',
    entityColumns: { sensor: 'sensor' },
    measures: [{ name: 'level', column: 'level' }],
  }),
  factTable('owners', {
    entityColumns: { device: 'device', user: 'member' },
  }),
  factTable('sensors', {
    entityColumns: { sensor: 'sensor', device: 'device' },
  }),
];

const relation = (
  id: string,
  parts: Pick<EntityRelation, 'factTableId' | 'from' | 'to'> &
    Partial<EntityRelation>,
): EntityRelation => ({
  id,
  name: id,
  description: '',
  owner: OWNER,
  ...parts,
});

const sensorOfDevice = relation('parts of devices', {
  factTableId: 'sensors',
  from: 'sensor',
  to: 'device',
});

/** Devices belong to whoever was logged in when a fact happened. */
export const TIMED_RELATIONS: readonly EntityRelation[] = [
  sensorOfDevice,
  relation('logged in', {
    factTableId: 'logins',
    from: 'device',
    to: 'user',
    validFromColumn: 'since',
  }),
];

/** Devices belong to their only owner. */
export const TIMELESS_RELATIONS: readonly EntityRelation[] = [
  sensorOfDevice,
  relation('owned by', { factTableId: 'owners', from: 'device', to: 'user' }),
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
