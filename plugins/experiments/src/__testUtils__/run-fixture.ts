import type { Run } from '@etude/plugin-metrics-common';

/** A run that succeeded, unless told otherwise. */
export const testRun = (changes: Partial<Run> = {}): Run => ({
  id: 'run-1',
  kind: 'computation',
  experimentId: 'gate-at-40',
  metricIds: [],
  owner: 'group:default/growth',
  warehouseId: 'lake',
  state: 'succeeded',
  progress: null,
  requestedBy: 'user:default/ada',
  startedAt: '2026-03-16T09:00:00.000Z',
  queriedAt: '2026-03-16T09:00:00.000Z',
  finishedAt: '2026-03-16T09:00:01.000Z',
  cancelledBy: null,
  attempts: 1,
  estimate: { bytes: null, rows: 3000 },
  bytesRead: null,
  elapsedMs: 812,
  rows: 4,
  sql: 'SELECT 1',
  increment: null,
  problem: null,
  ...changes,
});
