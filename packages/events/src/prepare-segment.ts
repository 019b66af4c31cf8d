import { mkdir, open, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RunSql } from './run-sql';
import { partitionsQuery, stageLog } from './compaction-sql';
import { LAKE_TABLES } from './lake-schema';
import type { LakeTable, LakeTableName } from './lake-schema';
import { recordLine } from './record-line';
import { refusedLines } from './refused-lines';
import type { CanRead } from './refused-lines';
import { syncPath } from './segment-file';
import { LINE_BREAK, isLakeLine, linesOf, splitSegment } from './segment-split';
import type { IsGood } from './segment-split';

/** Rows of a segment that go to one table and date. */
export type Partition = {
  readonly table: LakeTableName;
  readonly day: string;
  readonly clientIds: number;
};

/** A segment, and a folder for what is made on the way. */
export type SegmentToPrepare = {
  readonly segmentFile: string;
  readonly query: RunSql;
  readonly workDir: string;
};

/** What of a segment is staged, ready to be copied. */
export type ReadySegment = {
  readonly partitions: readonly Partition[];
  /** Lines that are no records, kept in `<log>/rejected/<segment id>.ndjson`. */
  readonly rejectedLines: number;
};

const isTableName = (name: unknown): name is LakeTableName =>
  LAKE_TABLES.some(table => table.name === name);

/**
 * Stages a log file and gives its partitions, or null when a line of it is no
 * record.
 */
const readPartitions = async (
  query: RunSql,
  file: string,
  tables: readonly LakeTable[] = LAKE_TABLES,
): Promise<readonly Partition[] | null> => {
  await query(stageLog(file, tables));
  const { rows } = await query(partitionsQuery(tables));
  const partitions: Partition[] = [];
  for (const row of rows) {
    const { table, day, client_ids: clientIds } = row;
    if (!isTableName(table) || typeof day !== 'string') return null;
    partitions.push({ table, day, clientIds: Number(clientIds) });
  }
  return partitions;
};

const GLANCE_BYTES = 64 * 1024;

/**
 * The tables to try to read a segment for: those that its beginning has lines
 * of, which saves a third of the reading where there is only one, then all.
 */
const likelyTables = async (
  file: string,
): Promise<readonly (readonly LakeTable[])[]> => {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(GLANCE_BYTES),
      0,
      GLANCE_BYTES,
      0,
    );
    const text = buffer.toString('latin1', 0, bytesRead);
    const seen = LAKE_TABLES.filter(({ lineType }) =>
      text.includes(`{"type":"${lineType}"`),
    );
    const isSome = seen.length > 0 && seen.length < LAKE_TABLES.length;
    return isSome ? [seen, LAKE_TABLES] : [LAKE_TABLES];
  } finally {
    await handle.close();
  }
};

/** Any record: an engine that does not read it reads nothing. */
const SAMPLE = Buffer.from(
  recordLine({
    type: 'event',
    event_id: 'sample',
    id_origin: 'edge',
    event: 'sample',
    event_time: '2000-01-01T00:00:00.000Z',
    received_at: '2000-01-01T00:00:00.000Z',
    unit: null,
    value: null,
    client: 'sample',
    payload: '{}',
  }),
);

/** The lines of a file of records that the engine refuses all the same. */
const linesRefusedByEngine = async (
  { query, workDir }: SegmentToPrepare,
  file: string,
): Promise<ReadonlySet<number>> => {
  const lines: Buffer[] = [];
  for await (const line of linesOf(file)) lines.push(line);
  const probe = join(workDir, 'probe.ndjson');
  const canRead: CanRead = async some => {
    await writeFile(probe, Buffer.concat(some.flatMap(l => [l, LINE_BREAK])));
    try {
      return (await readPartitions(query, probe)) !== null;
    } catch {
      // Why is in the failure of the whole file, which the caller has.
      return false;
    }
  };
  return new Set(await refusedLines(lines, canRead, SAMPLE));
};

/** A log file of records only, made by setting the other lines aside. */
const quarantine = async (place: SegmentToPrepare): Promise<ReadySegment> => {
  const { query, segmentFile } = place;
  const rejectedDir = join(dirname(dirname(segmentFile)), 'rejected');
  await mkdir(rejectedDir, { recursive: true });
  const goodFile = join(place.workDir, 'good.ndjson');
  const files = {
    goodFile,
    rejectedFile: join(rejectedDir, basename(segmentFile)),
  };
  const split = async (isGood: IsGood): Promise<ReadySegment | null> => {
    const { rejected } = await splitSegment(segmentFile, files, isGood);
    await syncPath(rejectedDir);
    const partitions = await readPartitions(query, goodFile);
    return partitions && { partitions, rejectedLines: rejected };
  };
  let failure: unknown = new Error('a line is no record of the lake');
  try {
    const ready = await split(isLakeLine);
    if (ready) return ready;
  } catch (error) {
    failure = error;
  }
  const refused = await linesRefusedByEngine(place, goodFile);
  if (refused.size === 0) throw failure;
  let records = 0;
  const ready = await split(
    line => isLakeLine(line) && !refused.has(records++),
  );
  if (!ready) throw failure;
  return ready;
};

/** The segment as it is, or null when a line or the engine is at fault. */
const prepareWhole = async ({
  query,
  segmentFile,
}: SegmentToPrepare): Promise<ReadySegment | null> => {
  try {
    for (const tables of await likelyTables(segmentFile)) {
      const partitions = await readPartitions(query, segmentFile, tables);
      if (partitions) return { partitions, rejectedLines: 0 };
    }
    return null;
  } catch {
    // Which of the two it is, the split tells.
    return null;
  }
};

/**
 * Stages the records of a segment in the engine's session; lines that are none,
 * or that the engine does not read, are set aside.
 *
 * @throws what the engine throws where no line is at fault.
 */
export const prepareSegment = async (
  place: SegmentToPrepare,
): Promise<ReadySegment> =>
  (await prepareWhole(place)) ?? (await quarantine(place));
