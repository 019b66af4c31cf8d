import { compactSegment } from './compact-segment';
import type { CompactedSegment } from './compact-segment';
import type { RunSql } from './run-sql';
import { listSealedSegments } from './segment-file';

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
