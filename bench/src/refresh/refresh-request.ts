import type { ComputationRequest, FactTable, Metric } from '@etude/metrics';
import { FROM, UNTIL } from './generate-lake';

const OWNER = 'group:default/bench';

const events: FactTable = {
  id: 'events',
  name: 'Events',
  description: '',
  owner: OWNER,
  source: { kind: 'table', table: 'events' },
  timestampColumn: 'event_time',
  entityColumns: { user: 'unit' },
  measures: [{ name: 'value', column: 'value' }],
  dimensions: ['event'],
};

const metricOf = (
  id: string,
  event: string,
  parts: Partial<Metric>,
): Metric => ({
  id,
  name: id,
  description: '',
  owner: OWNER,
  factTableId: events.id,
  entity: 'user',
  type: 'average',
  aggregation: 'sum',
  filters: [{ column: 'event', operator: 'equals', value: event }],
  window: null,
  direction: 'increase',
  state: 'active',
  ...parts,
});

/** Four metrics of different kinds over one fact table. */
export const METRICS: readonly Metric[] = [
  metricOf('streamed', 'stream', { measure: 'value' }),
  metricOf('searches', 'search', { type: 'count', aggregation: 'count' }),
  metricOf('buyers', 'purchase', { type: 'proportion', aggregation: 'count' }),
  metricOf('spent-in-a-week', 'purchase', {
    measure: 'value',
    window: { offsetHours: 0, lengthHours: 168 },
  }),
];

const EVENTS = ['stream', 'search', 'share', 'purchase', 'refund'];

/** Sums and counts of five kinds of events above ever higher values. */
export const manyMetrics = (count: number): Metric[] =>
  Array.from({ length: count }, (_, index) => {
    const event = EVENTS[index % EVENTS.length] ?? 'stream';
    const isSum = index % 2 === 0;
    return metricOf(`metric-${index}`, event, {
      aggregation: isSum ? 'sum' : 'count',
      ...(isSum ? { measure: 'value' } : {}),
      filters: [
        { column: 'event', operator: 'equals', value: event },
        { column: 'value', operator: 'greater-or-equal', value: index / 20 },
      ],
    });
  });

/** The computation of `metrics` over the whole generated lake. */
export const refreshRequest = (
  metrics: readonly Metric[],
): ComputationRequest => ({
  experimentId: 'bench',
  assignment: { kind: 'flag', flagId: 'checkout', ruleId: 'ab-test' },
  entity: 'user',
  variants: ['control', 'treatment'],
  from: FROM,
  until: UNTIL,
  metrics: [...metrics],
  factTables: [events],
});
