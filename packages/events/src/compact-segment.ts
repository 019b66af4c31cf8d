import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { copyPartition, unstageLog } from './compaction-sql';
import { compactionFailedError } from './errors';
import { lakeFilesOfDay } from './lake-files';
import { readManifest } from './lake-manifest';
import type { LakeTableName } from './lake-schema';
import { prepareSegment } from './prepare-segment';
import type { Partition, ReadySegment } from './prepare-segment';
import type { RunSql } from './run-sql';
import { syncPath } from './segment-file';

/** What {@link compactSegment} reads and writes. */
export type CompactSegmentOptions = {
  /** `<log>/sealed/<segment id>.ndjson` */
  readonly segmentFile: string;
  readonly lakeDir: string;
  readonly query: RunSql;
  /** Told before each step; throwing there stops as a crash would. */
  readonly onStep?: (step: CompactionStep) => void;
};

/** Where a compaction can be interrupted. */
export type CompactionStep = 'copy' | 'publish' | 'remove';

/** What became of a segment. */
export type CompactedSegment = {
  readonly segmentId: string;
  readonly rows: Readonly<Record<LakeTableName, number>>;
  /** Lines that are no records, kept in `<log>/rejected/<segment id>.ndjson`. */
  readonly rejectedLines: number;
};

/**
 * Where a compactor works: on the file system of the lake, so that files can
 * be renamed into it, and in no table's folder.
 */
export const workRoot = (lakeDir: string): string =>
  join(lakeDir, '.compacting');

type Workplace = CompactSegmentOptions & {
  readonly segmentId: string;
  readonly workDir: string;
};

const dayShifted = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** Files in which an event sent again may already be, without `own`. */
const filesAround = async (
  tableDir: string,
  day: string,
  own: string,
): Promise<string[]> => {
  // An event without a time of its own gets the time of each attempt, so one
  // sent again around midnight may be under a neighbouring date.
  const days = [dayShifted(day, -1), day, dayShifted(day, 1)];
  const manifest = await readManifest(tableDir);
  const files = await Promise.all(
    days.map(entry => lakeFilesOfDay(tableDir, entry, manifest)),
  );
  return files
    .flat()
    .map(({ path }) => join(tableDir, path))
    .filter(file => file !== own);
};

const publishPartition = async (
  place: Workplace,
  partition: Partition,
): Promise<number> => {
  const { table, day } = partition;
  const tableDir = join(place.lakeDir, table);
  const dayDir = join(tableDir, `date=${day}`);
  const final = join(dayDir, `${place.segmentId}.parquet`);
  const target = join(place.workDir, `${table}-${day}.parquet`);
  const hasClientIds = partition.clientIds > 0;
  place.onStep?.('copy');
  const copied = await place.query(
    copyPartition({
      table,
      day,
      target,
      hasClientIds,
      lakeFiles: hasClientIds ? await filesAround(tableDir, day, final) : [],
    }),
  );
  const rows = Number(copied.rows[0]?.['Count']);
  if (rows === 0) return 0;
  await syncPath(target);
  await mkdir(dayDir, { recursive: true });
  place.onStep?.('publish');
  await rename(target, final);
  await syncPath(dayDir);
  await syncPath(tableDir);
  return rows;
};

const publish = async (
  place: Workplace,
  { partitions }: ReadySegment,
): Promise<Record<LakeTableName, number>> => {
  const rows = { assignments: 0, events: 0 };
  // In order of date, one after the other: a redo then meets the same files
  // as the first try did and drops the same repeated events.
  for (const partition of partitions) {
    rows[partition.table] += await publishPartition(place, partition);
  }
  return rows;
};

/**
 * Turns a sealed segment into one Parquet file per table and date, sorted by
 * unit; the segment stays.
 *
 * Safe to repeat after a crash at any point: files are written aside, synced
 * and renamed to names made of the segment id, so a second run writes the
 * same files again. Only one compactor may work on a lake.
 *
 * @throws ETUDE_COMPACTION_FAILED; the segment then stays sealed.
 */
export const writeSegment = async (
  options: CompactSegmentOptions,
): Promise<CompactedSegment> => {
  const segmentId = basename(options.segmentFile, '.ndjson');
  try {
    const root = workRoot(options.lakeDir);
    await mkdir(root, { recursive: true });
    const workDir = await mkdtemp(join(root, `${segmentId}-`));
    const place = { ...options, segmentId, workDir };
    try {
      const ready = await prepareSegment(place);
      const rows = await publish(place, ready);
      await syncPath(options.lakeDir);
      return { segmentId, rows, rejectedLines: ready.rejectedLines };
    } finally {
      await rm(workDir, { recursive: true, force: true });
      await options.query(unstageLog());
    }
  } catch (error) {
    throw compactionFailedError(options.segmentFile, error);
  }
};

/**
 * {@link writeSegment}, and removes the segment last.
 *
 * @throws ETUDE_COMPACTION_FAILED; the segment then stays sealed.
 */
export const compactSegment = async (
  options: CompactSegmentOptions,
): Promise<CompactedSegment> => {
  const compacted = await writeSegment(options);
  try {
    options.onStep?.('remove');
    await rm(options.segmentFile);
  } catch (error) {
    throw compactionFailedError(options.segmentFile, error);
  }
  return compacted;
};
