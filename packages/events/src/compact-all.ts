import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode } from '@etude/kernel';
import { compactSegment, workRoot } from './compact-segment';
import type { CompactedSegment, RunSql } from './compact-segment';
import { lockDirectory } from './directory-lock';
import { sealedDir } from './segment-file';

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

/** Sealed segments of a log that wait for compaction, in order of name. */
export const listSealedSegments = async (logDir: string): Promise<string[]> => {
  try {
    const names = await readdir(sealedDir(logDir));
    return names
      .filter(name => name.endsWith('.ndjson'))
      .sort()
      .map(name => join(sealedDir(logDir), name));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
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
  /** Told after every pass. */
  readonly onPass: (pass: CompactionPass) => Promise<void>;
};

/**
 * Compacts until the signal aborts, pausing `intervalMs` between passes.
 * Removes first what a killed compactor left unfinished in the lake.
 *
 * @throws ETUDE_LOG_DIRECTORY_LOCKED while another compactor works on the lake.
 */
export const compactContinuously = async (
  options: CompactContinuouslyOptions,
): Promise<void> => {
  const { lakeDir, signal, intervalMs, onPass } = options;
  await mkdir(lakeDir, { recursive: true });
  const lock = await lockDirectory(lakeDir);
  try {
    await rm(workRoot(lakeDir), { recursive: true, force: true });
    while (!signal.aborted) {
      await onPass(await compactAll(options));
      await delay(intervalMs, undefined, { signal }).catch((error: unknown) => {
        if (!hasErrorCode(error, 'ABORT_ERR')) throw error;
      });
    }
  } finally {
    await lock.release();
  }
};
