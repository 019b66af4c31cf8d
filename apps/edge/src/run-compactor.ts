import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  compactContinuously,
  listSealedSegments,
  writeFileAtomically,
} from '@etude/events';
import type { CompactionPass, RunSql, TidyOutcome } from '@etude/events';
import type { EdgeConfig } from './edge-config';
import { messageOf } from './process-log';
import type { ProcessLog } from './process-log';

/** What `<edgeDir>/compactor.json` tells. Counts are since the start. */
export type CompactorStatus = {
  readonly startedAt: string;
  readonly lastPassAt: string;
  readonly segments: number;
  readonly rows: { readonly assignments: number; readonly events: number };
  readonly rejectedLines: number;
  /** Sealed segments that wait; above 0 for long means it cannot keep up. */
  readonly waitingSegments: number;
  readonly failed: readonly {
    readonly file: string;
    readonly message: string;
  }[];
};

const afterPass = (
  before: CompactorStatus,
  pass: CompactionPass,
): Omit<CompactorStatus, 'lastPassAt' | 'waitingSegments'> => {
  const sum = (
    count: (segment: CompactionPass['compacted'][number]) => number,
  ) => pass.compacted.reduce((total, segment) => total + count(segment), 0);
  return {
    startedAt: before.startedAt,
    segments: before.segments + pass.compacted.length,
    rows: {
      assignments:
        before.rows.assignments + sum(({ rows }) => rows.assignments),
      events: before.rows.events + sum(({ rows }) => rows.events),
    },
    rejectedLines: before.rejectedLines + sum(entry => entry.rejectedLines),
    failed: pass.failed.map(({ file, error }) => ({
      file,
      message: messageOf(error),
    })),
  };
};

const reportPass = (pass: CompactionPass, report: ProcessLog): void => {
  for (const { segmentId, rejectedLines } of pass.compacted) {
    if (rejectedLines > 0)
      report('lines-rejected', { segmentId, rejectedLines });
  }
  for (const { file, error } of pass.failed) {
    report('segment-failed', { file, message: messageOf(error) });
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

/** Moves sealed segments of the edge's log into the lake until stopped. */
export const runCompactor = async (
  config: EdgeConfig,
  tools: { query: RunSql; signal: AbortSignal; report: ProcessLog },
): Promise<void> => {
  const logDir = join(config.edgeDir, 'log');
  await mkdir(config.edgeDir, { recursive: true });
  const now = () => new Date().toISOString();
  let status: CompactorStatus = {
    startedAt: now(),
    lastPassAt: now(),
    segments: 0,
    rows: { assignments: 0, events: 0 },
    rejectedLines: 0,
    waitingSegments: 0,
    failed: [],
  };
  tools.report('compactor-started', { logDir, lakeDir: config.lakeDir });
  await compactContinuously({
    logDir,
    lakeDir: config.lakeDir,
    query: tools.query,
    signal: tools.signal,
    intervalMs: config.compactMs,
    retentionDays: config.retentionDays,
    onTidy: outcome => reportTidy(outcome, tools.report),
    onPass: async pass => {
      reportPass(pass, tools.report);
      status = {
        ...afterPass(status, pass),
        lastPassAt: now(),
        waitingSegments: (await listSealedSegments(logDir)).length,
      };
      await writeFileAtomically(
        join(config.edgeDir, 'compactor.json'),
        `${JSON.stringify(status, null, 2)}\n`,
      );
    },
  });
  tools.report('compactor-stopped', { segments: status.segments });
};
