import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { LAKE_TABLES } from './lake-schema';
import type { LakeColumn, LakeTable } from './lake-schema';
import { wellFormedJson } from './record-line';
import { syncPath } from './segment-file';

const LINE_FEED = 0x0a;
const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;

const parseObject = (line: Buffer): Record<string, unknown> | null => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(line);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : null;
  } catch {
    // Not UTF-8 or not JSON: the caller quarantines the line.
    return null;
  }
};

const fits = (column: LakeColumn, value: unknown): boolean => {
  if (value === undefined || value === null) return !column.required;
  if (column.isJson) return JSON.stringify(value) === wellFormedJson(value);
  switch (column.type) {
    case 'DOUBLE':
      return typeof value === 'number';
    case 'TIMESTAMP':
      return (
        typeof value === 'string' &&
        UTC_TIME.test(value) &&
        !Number.isNaN(Date.parse(value))
      );
    case 'VARCHAR':
      return typeof value === 'string' && value.isWellFormed();
  }
};

const tableOf = (record: Record<string, unknown>): LakeTable | undefined =>
  LAKE_TABLES.find(table => table.lineType === record['type']);

/** The values of a line that is a record of the lake, and their table. */
export type LakeLine = {
  readonly table: LakeTable;
  readonly values: Readonly<Record<string, unknown>>;
};

/** A line of the log as a record of the lake, or null when it is none. */
export const parseLakeLine = (line: Buffer): LakeLine | null => {
  const values = parseObject(line);
  const table = values ? tableOf(values) : undefined;
  if (values === null || table === undefined) return null;
  return table.columns.every(column => fits(column, values[column.name]))
    ? { table, values }
    : null;
};

/** The lines of a file without their line breaks; empty ones are left out. */
export async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of createReadStream(path)) {
    rest = Buffer.concat([rest, chunk]);
    let start = 0;
    let end = rest.indexOf(LINE_FEED, start);
    while (end >= 0) {
      if (end > start) yield rest.subarray(start, end);
      start = end + 1;
      end = rest.indexOf(LINE_FEED, start);
    }
    rest = rest.subarray(start);
  }
  if (rest.length > 0) yield rest;
}

const writeLine = async (stream: WriteStream, line: Buffer): Promise<void> => {
  stream.write(line);
  if (!stream.write('\n')) await once(stream, 'drain');
};

const endStream = async (stream: WriteStream): Promise<void> => {
  stream.end();
  await finished(stream);
};

/**
 * Copies the lines of `segmentFile` that are records of the lake to
 * `goodFile`, byte for byte, and all others to `rejectedFile` (written aside
 * and renamed, so it is whole when it is there). Returns how many of each.
 */
export const splitSegment = async (
  segmentFile: string,
  { goodFile, rejectedFile }: { goodFile: string; rejectedFile: string },
): Promise<{ good: number; rejected: number }> => {
  const unfinished = `${rejectedFile}.${randomUUID()}.tmp`;
  const goodStream = createWriteStream(goodFile);
  const rejectedStream = createWriteStream(unfinished);
  const counts = { good: 0, rejected: 0 };
  try {
    for await (const line of linesOf(segmentFile)) {
      const good = parseLakeLine(line) !== null;
      counts[good ? 'good' : 'rejected'] += 1;
      await writeLine(good ? goodStream : rejectedStream, line);
    }
  } finally {
    await endStream(goodStream);
    await endStream(rejectedStream);
  }
  await syncPath(unfinished);
  await rename(unfinished, rejectedFile);
  return counts;
};
