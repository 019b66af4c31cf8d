import type { Registry } from 'prom-client';
import type { MaterializationMetrics } from '../materializations/metered-materializations';
import { counter, gauge } from './registered-metrics';

type Count = 'failures' | 'reads' | 'refusals' | 'unknown' | 'writes';

const COUNTERS: readonly [Count, string][] = [
  ['reads', 'Units whose sticky assignments were looked up.'],
  ['unknown', 'Looked up, and not told in time.'],
  ['writes', 'Sticky assignments to be kept.'],
  ['failures', 'Requests to their store that failed or came too late.'],
  ['refusals', 'Requests that their store refused for good.'],
];

/** Adds what is known of the sticky assignments of an edge. */
export const materializationMetrics = (
  registry: Registry,
  read: () => MaterializationMetrics,
): void => {
  for (const [count, help] of COUNTERS) {
    counter(registry, [`materialization_${count}_total`, help], () => {
      return read()[count];
    });
  }
  const reachable: readonly [string, string] = [
    'materialization_store_reachable',
    '0 while the edge leaves the store alone because it failed.',
  ];
  gauge(registry, reachable, () => Number(read().isReachable));
  const pending: readonly [string, string] = [
    'materialization_pending_writes',
    'Sticky assignments that are still to be delivered.',
  ];
  gauge(registry, pending, () => read().pendingWrites);
  const bytes: readonly [string, string] = [
    'materialization_file_bytes',
    'Size of the file with sticky assignments: kept here, or to be delivered.',
  ];
  gauge(registry, bytes, () => read().fileBytes);
};
