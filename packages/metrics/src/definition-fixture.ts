import type { ComputationRequest } from './computation-request';
import type { FactTable } from './fact-table';
import type { Metric } from './metric';

/** A fact table over the lake's events. */
export const factTableOf = (parts: Partial<FactTable> = {}): FactTable => ({
  id: 'events',
  name: 'Events',
  description: '',
  owner: 'group:default/team',
  source: { kind: 'table', table: 'events' },
  timestampColumn: 'event_time',
  entityColumns: { user: 'unit' },
  measures: [{ name: 'amount', column: 'value' }],
  dimensions: ['event'],
  ...parts,
});

/** A metric that counts facts, unless told otherwise. */
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

/** A request of flag `checkout` over the first nine days of 2026. */
export const requestOf = (
  parts: Partial<ComputationRequest> = {},
): ComputationRequest => ({
  experimentId: 'faster-checkout',
  assignment: { kind: 'flag', flagId: 'checkout', ruleId: 'rule-1' },
  entity: 'user',
  variants: ['control', 'treatment'],
  from: '2026-01-01T00:00:00Z',
  until: '2026-01-10T00:00:00Z',
  metrics: [],
  factTables: [factTableOf()],
  ...parts,
});
