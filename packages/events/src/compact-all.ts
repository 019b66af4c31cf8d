import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode } from '@etude/kernel';
import { compactSegment, workRoot } from './compact-segment';
import type { CompactedSegment, RunSql } from './compact-segment';
import { lockDirectory } from './directory-lock';
import { listSealedSegments } from './segment-file';
import { removeUnfinished, tidyLake } from './tidy-lake';
import type { TidyReport } from './tidy-lake';

/** What {@link compactAll} reads and writes. */
export type CompactAllOptions = {
  /** Directory of a `DurableLog`. */
  readonly logDir: string;
  readonly lakeDir: string;
  readonly query: RunSql;
  /** Stops between two segments. */
  readonly signal?: AbortSignal;
};

/** One pass over the sealed segments. */
export type CompactionPass = {
  readonly compacted: readonly CompactedSegment[];
  /** Segments that stay sealed, with the reason. */
  readonly failed: readonly {
    readonly file: string;
    readonly error: unknown;
  }[];
};

/**
 * Compacts every segment that is sealed now, one after the other. A segment
 * that fails stays sealed, is reported, and does not stop the others.
 */
export const compactAll = async (
  options: CompactAllOptions,
): Promise<CompactionPass> => {
  const compacted: CompactedSegment[] = [];
  const failed: { file: string; error: unknown }[] = [];
  for (const segmentFile of await listSealedSegments(options.logDir)) {
    if (options.signal?.aborted) break;
    try {
      compacted.push(await compactSegment({ ...options, segmentFile }));
    } catch (error) {
      failed.push({ file: segmentFile, error });
    }
  }
  return { compacted, failed };
};

/** What {@link compactContinuously} needs besides one pass. */
export type CompactContinuouslyOptions = CompactAllOptions & {
  readonly signal: AbortSignal;
  readonly intervalMs: number;
  /** Days that the lake keeps, today included; null keeps all. */
  readonly retentionDays: number | null;
  /** Told after every pass. */
  readonly onPass: (pass: CompactionPass) => Promise<void>;
  /** Told when the lake was put in order, or why it could not be. */
  readonly onTidy: (outcome: TidyOutcome) => void;
};

/** What became of putting the lake in order. */
export type TidyOutcome =
  | { readonly ok: true; readonly report: TidyReport }
  | { readonly ok: false; readonly error: unknown };

const TIDY_EVERY_MS = 60_000;
/** Longer than any query runs: those that began before still find their files. */
const GRACE_MS = 15 * 60_000;

const tidy = async (
  options: CompactContinuouslyOptions,
): Promise<TidyOutcome> => {
  try {
    const now = new Date();
    const report = await tidyLake({ ...options, now, graceMs: GRACE_MS });
    return { ok: true, report };
  } catch (error) {
    return { ok: false, error };
  }
};

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch((error: unknown) => {
    if (!hasErrorCode(error, 'ABORT_ERR')) throw error;
  });

/**
 * Compacts until the signal aborts, pausing `intervalMs` between passes, and
 * puts the lake in order once a minute. Removes first what a killed compactor
 * left unfinished in the lake.
 *
 * @throws ETUDE_LOG_DIRECTORY_LOCKED while another compactor works on the lake.
 */
export const compactContinuously = async (
  options: CompactContinuouslyOptions,
): Promise<void> => {
  const { lakeDir, signal, intervalMs, onPass, onTidy } = options;
  await mkdir(lakeDir, { recursive: true });
  const lock = await lockDirectory(lakeDir);
  try {
    await rm(workRoot(lakeDir), { recursive: true, force: true });
    await removeUnfinished(lakeDir);
    let tidyAt = 0;
    while (!signal.aborted) {
      await onPass(await compactAll(options));
      if (performance.now() >= tidyAt) {
        onTidy(await tidy(options));
        tidyAt = performance.now() + TIDY_EVERY_MS;
      }
      await pause(intervalMs, signal);
    }
  } finally {
    await lock.release();
  }
};
