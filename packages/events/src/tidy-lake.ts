import { basename, join } from 'node:path';
import type { RunSql } from './run-sql';
import { eraseRequested } from './erase-unit';
import type { ErasureReport } from './erase-unit';
import { removeUnusedStates } from './kept-state';
import type { KeptStates } from './kept-state';
import { LAKE_TABLES } from './lake-schema';
import { mergeSmallFiles } from './merge-files';
import { dropDaysBefore, removeOrphans, removeReplaced } from './replace-files';
import { listSealedSegments } from './segment-file';

/** How a lake is kept in order. */
export type TidyOptions = {
  readonly logDir: string;
  readonly lakeDir: string;
  readonly query: RunSql;
  readonly now: Date;
  /** Days that are kept, today included; null keeps all. */
  readonly retentionDays: number | null;
  /** For how long a replaced file stays for queries that began before. */
  readonly graceMs: number;
  /**
   * Sealed segments that may be written, for the first time or again; by
   * default all that are sealed.
   */
  readonly listOpenSegments?: () => Promise<ReadonlySet<string>>;
  /** Days for which unused results of computations are kept; default 30. */
  readonly unusedStateDays?: number | undefined;
};

/** What was done to keep a lake in order. */
export type TidyReport = {
  readonly mergedFiles: number;
  readonly removedFiles: number;
  /** `<table>/<day>` */
  readonly droppedDays: readonly string[];
  readonly erasures: readonly ErasureReport[];
  readonly states: KeptStates;
};

const allSealed = async (logDir: string): Promise<ReadonlySet<string>> =>
  new Set(
    (await listSealedSegments(logDir)).map(file => basename(file, '.ndjson')),
  );

const UNUSED_STATE_DAYS = 30;
const MS_PER_DAY = 86_400_000;

const firstKeptDay = (now: Date, retentionDays: number): string =>
  new Date(now.getTime() - (retentionDays - 1) * MS_PER_DAY)
    .toISOString()
    .slice(0, 10);

/**
 * Forgets units, drops days past their retention, merges small files and
 * removes what was replaced long ago. Only the compactor of the lake may call
 * this, between two segments.
 */
export const tidyLake = async (options: TidyOptions): Promise<TidyReport> => {
  const { logDir, lakeDir, query, now, retentionDays, graceMs } = options;
  const listOpenSegments =
    options.listOpenSegments ?? (() => allSealed(logDir));
  const openSegments = await listOpenSegments();
  const erasures = await eraseRequested({
    logDir,
    lakeDir,
    query,
    now,
    listOpenSegments,
  });
  let mergedFiles = 0;
  let removedFiles = 0;
  const droppedDays: string[] = [];
  for (const table of LAKE_TABLES) {
    const tableDir = join(lakeDir, table.name);
    if (retentionDays !== null) {
      const first = firstKeptDay(now, retentionDays);
      const dropped = await dropDaysBefore(tableDir, first);
      droppedDays.push(...dropped.map(day => `${table.name}/${day}`));
    }
    mergedFiles += await mergeSmallFiles({
      lakeDir,
      table,
      query,
      now,
      openSegments,
    });
    const before = new Date(now.getTime() - graceMs);
    removedFiles += await removeReplaced(tableDir, before);
  }
  const unusedDays = options.unusedStateDays ?? UNUSED_STATE_DAYS;
  const states = await removeUnusedStates(
    lakeDir,
    new Date(now.getTime() - unusedDays * MS_PER_DAY),
  );
  return { mergedFiles, removedFiles, droppedDays, erasures, states };
};

/** Removes what a killed compactor left unfinished in the tables of a lake. */
export const removeUnfinished = async (lakeDir: string): Promise<void> => {
  for (const { name } of LAKE_TABLES) await removeOrphans(join(lakeDir, name));
};
