import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { mergeCopy } from './compaction-sql';
import { workRoot } from './compact-segment';
import type { RunSql } from './run-sql';
import { lakeDays, lakeFileBytes, lakeFilesOfDay } from './lake-files';
import type { LakeFile } from './lake-files';
import { addDigests, readManifest } from './lake-manifest';
import { replaceFiles } from './replace-files';
import type { LakeTable } from './lake-schema';

/** What {@link mergeSmallFiles} reads and writes. */
export type MergeOptions = {
  readonly lakeDir: string;
  readonly table: LakeTable;
  readonly query: RunSql;
  readonly now: Date;
  /** Segments that may be compacted again: their files stay as they are. */
  readonly openSegments: ReadonlySet<string>;
  /** Told before each step; throwing there stops as a crash would. */
  readonly onStep?: (step: MergeStep) => void;
};

/** Where a merge can be interrupted. */
export type MergeStep = 'copy' | 'replace';

/** A file of this size is not merged any more. */
const LARGE_BYTES = 64 * 1024 * 1024;
/** So many files of like size become one. */
const FILES_PER_MERGE = 16;
/** Files of one merge, so that a merge takes seconds. */
const MAX_FILES = 256;
/** Each size class holds files eight times as large as the one below. */
const CLASS_FACTOR = 8;
const SMALLEST_CLASS_BYTES = 64 * 1024;
/** A day that is over for so long gets few new rows: four files are enough. */
const QUIET_AFTER_MS = 48 * 3_600_000;
const FILES_OF_QUIET_DAY = 4;

const sizeClass = (bytes: number): number =>
  Math.max(
    0,
    Math.ceil(Math.log(bytes / SMALLEST_CLASS_BYTES) / Math.log(CLASS_FACTOR)),
  );

type SizedFile = LakeFile & { readonly bytes: number };

/**
 * The files of a day that are to become one, or none. Only files of like size
 * are merged, so that a row is copied once per size class and not with every
 * new file beside it.
 */
export const chooseMerge = (
  files: readonly SizedFile[],
  isQuiet: boolean,
): readonly SizedFile[] => {
  const small = files.filter(({ bytes }) => bytes < LARGE_BYTES);
  if (isQuiet) {
    return small.length >= FILES_OF_QUIET_DAY ? small.slice(0, MAX_FILES) : [];
  }
  const classes = Map.groupBy(small, ({ bytes }) => sizeClass(bytes));
  const [, lowest = []] =
    [...classes]
      .sort(([a], [b]) => a - b)
      .find(([, group]) => group.length >= FILES_PER_MERGE) ?? [];
  return lowest.slice(0, MAX_FILES);
};

const isQuietDay = (day: string, now: Date): boolean =>
  Date.parse(day) + QUIET_AFTER_MS < now.getTime();

const mergeDay = async (
  { lakeDir, table, query, now, openSegments, onStep }: MergeOptions,
  day: string,
): Promise<number> => {
  const tableDir = join(lakeDir, table.name);
  const manifest = await readManifest(tableDir);
  const files = await lakeFilesOfDay(tableDir, day, manifest);
  if (files.length < FILES_OF_QUIET_DAY) return 0;
  const sized: SizedFile[] = [];
  for (const file of files) {
    if (openSegments.has(basename(file.path, '.parquet'))) continue;
    sized.push({ ...file, bytes: await lakeFileBytes(tableDir, file) });
  }
  const chosen = chooseMerge(sized, isQuietDay(day, now));
  if (chosen.length === 0) return 0;
  await mkdir(workRoot(lakeDir), { recursive: true });
  const workDir = await mkdtemp(join(workRoot(lakeDir), 'merge-'));
  try {
    const target = join(workDir, 'merged.parquet');
    onStep?.('copy');
    await query(
      mergeCopy({
        table,
        files: chosen.map(({ path }) => join(tableDir, path)),
        target,
      }),
    );
    onStep?.('replace');
    const digest = addDigests(chosen.map(file => file.digest));
    await replaceFiles({ tableDir, day, files: chosen, target, digest, now });
    return chosen.length;
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
};

/**
 * Merges small files of a table day by day, the newest day first, and returns
 * how many there were. What readers see does not change at any moment, nor
 * does a day's fingerprint. Stops as a crash would are harmless.
 */
export const mergeSmallFiles = async (
  options: MergeOptions,
): Promise<number> => {
  const tableDir = join(options.lakeDir, options.table.name);
  let merged = 0;
  for (const day of (await lakeDays(tableDir)).reverse()) {
    merged += await mergeDay(options, day);
  }
  return merged;
};
