import { mkdir, rm } from 'node:fs/promises';
import { workRoot, writeSegment } from '../compact-segment';
import { clockWatch } from '../clock-watch';
import { clockJumpedError } from '../errors';
import type { RunSql } from '../run-sql';
import { lockDirectory } from '../directory-lock';
import { removeUnfinished, tidyLake } from '../tidy-lake';
import type { TidyReport } from '../tidy-lake';
import type { SealedSegment, Sink } from './sink';

/** What became of putting the lake in order. */
export type TidyOutcome =
  | { readonly ok: true; readonly report: TidyReport }
  | { readonly ok: false; readonly error: unknown };

/** Where {@link openLakeSink} writes. */
export type LakeSinkOptions = {
  /** Directory of a `DurableLog`. */
  readonly logDir: string;
  readonly lakeDir: string;
  readonly query: RunSql;
  /** Days that the lake keeps, today included; null keeps all. */
  readonly retentionDays: number | null;
  /** Days for which unused results of computations are kept; default 30. */
  readonly unusedStateDays?: number | undefined;
  /** Told when the lake was put in order, or why it could not be. */
  readonly onTidy: (outcome: TidyOutcome) => void;
  /** Told how many rows a segment became. */
  readonly onRows: (rows: { assignments: number; events: number }) => void;
};

const TIDY_EVERY_MS = 60_000;
/** Longer than any query runs: those that began before still find their files. */
const GRACE_MS = 15 * 60_000;

const tidy = async (
  options: LakeSinkOptions,
  listOpen: () => Promise<readonly SealedSegment[]>,
): Promise<TidyOutcome> => {
  try {
    const report = await tidyLake({
      ...options,
      now: new Date(),
      graceMs: GRACE_MS,
      listOpenSegments: async () =>
        new Set((await listOpen()).map(({ id }) => id)),
    });
    return { ok: true, report };
  } catch (error) {
    return { ok: false, error };
  }
};

/**
 * The sink that writes Parquet by date, and puts the lake in order once a
 * minute. Removes first what a killed compactor left unfinished. A segment's
 * files are named by its id, so that a second shipment writes the same again.
 *
 * @throws ETUDE_LOG_DIRECTORY_LOCKED while another process works on the lake.
 */
export const openLakeSink = async (options: LakeSinkOptions): Promise<Sink> => {
  const { lakeDir, query, onRows, onTidy } = options;
  await mkdir(lakeDir, { recursive: true });
  const lock = await lockDirectory(lakeDir);
  try {
    await rm(workRoot(lakeDir), { recursive: true, force: true });
    await removeUnfinished(lakeDir);
  } catch (error) {
    await lock.release();
    throw error;
  }
  let tidyAt = 0;
  const look = clockWatch();
  return {
    name: 'lake',
    // Rows are found by their times, not by when they came.
    isOrdered: false,
    ship: async ({ file }) => {
      const { rows, rejectedLines } = await writeSegment({
        segmentFile: file,
        lakeDir,
        query,
      });
      onRows(rows);
      return { records: rows.assignments + rows.events, rejectedLines };
    },
    afterPass: async listOpen => {
      if (performance.now() < tidyAt) return;
      const { isTrusted, jumpedByMs } = look(Date.now(), performance.now());
      // Days are dropped by the clock, and for good.
      const retentionDays = isTrusted ? options.retentionDays : null;
      onTidy(await tidy({ ...options, retentionDays }, listOpen));
      if (jumpedByMs !== 0 && options.retentionDays !== null) {
        onTidy({ ok: false, error: clockJumpedError(jumpedByMs) });
      }
      tidyAt = performance.now() + TIDY_EVERY_MS;
    },
    close: () => lock.release(),
  };
};
