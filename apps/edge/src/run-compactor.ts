import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { shipContinuously, writeFileAtomically } from '@etude/events';
import type { RunSql, SinkEvent, SinkStatus, TidyOutcome } from '@etude/events';
import type { EdgeConfig } from './edge-config';
import { messageOf } from './process-log';
import type { ProcessLog } from './process-log';
import { compactorStatusFile } from './sinks/compactor-status';
import { openSinks } from './sinks/open-sinks';

/** What `<edgeDir>/compactor.json` tells. Counts are since the start. */
export type CompactorStatus = {
  readonly startedAt: string;
  readonly lastPassAt: string;
  /** Rows that became of records in the lake. */
  readonly rows: { readonly assignments: number; readonly events: number };
  readonly sinks: readonly SinkStatus[];
};

const reportSinkEvent = (event: SinkEvent, report: ProcessLog): void => {
  const { sink, segment } = event;
  if (event.kind === 'failed') {
    const message = messageOf(event.error);
    report('segment-failed', { sink, file: segment.file, message });
    return;
  }
  const { rejectedLines } = event.shipment;
  if (rejectedLines > 0) {
    report('lines-rejected', { sink, segmentId: segment.id, rejectedLines });
  }
};

const reportTidy = (outcome: TidyOutcome, report: ProcessLog): void => {
  if (!outcome.ok) {
    report('lake-not-tidied', { message: messageOf(outcome.error) });
    return;
  }
  const { mergedFiles, removedFiles, droppedDays, erasures } = outcome.report;
  if (mergedFiles + removedFiles + droppedDays.length > 0) {
    report('lake-tidied', { mergedFiles, removedFiles, droppedDays });
  }
  for (const { id, rows, rejectedLines } of erasures) {
    report('unit-erased', { id, rows, rejectedLines });
  }
};

/** Ships sealed segments of the edge's log to its sinks until stopped. */
export const runCompactor = async (
  config: EdgeConfig,
  tools: { query: RunSql; signal: AbortSignal; report: ProcessLog },
): Promise<void> => {
  const { edgeDir, lakeDir, retentionDays, unusedStateDays } = config;
  const { query, signal, report } = tools;
  const logDir = join(edgeDir, 'log');
  await mkdir(edgeDir, { recursive: true });
  const startedAt = new Date().toISOString();
  const rows = { assignments: 0, events: 0 };
  const sinks = await openSinks(config.sinks, {
    logDir,
    lakeDir,
    query,
    retentionDays,
    unusedStateDays,
    onTidy: outcome => reportTidy(outcome, report),
    onRows: ({ assignments, events }) => {
      rows.assignments += assignments;
      rows.events += events;
    },
  });
  const names = sinks.map(({ name }) => name);
  report('compactor-started', { logDir, lakeDir, sinks: names });
  const tell = async (statuses: readonly SinkStatus[]) => {
    const lastPassAt = new Date().toISOString();
    const told: CompactorStatus = {
      startedAt,
      lastPassAt,
      rows,
      sinks: statuses,
    };
    const text = `${JSON.stringify(told, null, 2)}\n`;
    await writeFileAtomically(compactorStatusFile(edgeDir), text);
  };
  try {
    await shipContinuously({
      logDir,
      sinks,
      signal,
      intervalMs: config.compactMs,
      onEvent: event => reportSinkEvent(event, report),
      onPass: tell,
    });
  } finally {
    for (const sink of sinks) await sink.close();
  }
  report('compactor-stopped', { rows });
};
