import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { LAKE_TABLES } from './lake-schema';
import type { LakeColumn, LakeTable } from './lake-schema';
import { wellFormedJson } from './record-line';

const LINE_FEED = 0x0a;
/** What ends a line. */
export const LINE_BREAK = Buffer.from([LINE_FEED]);
const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/;

// A byte order mark is kept, so that it is no JSON here either.
const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** False for days such as 30 February, which JavaScript reads as 2 March. */
const isTime = (text: string): boolean => {
  if (!UTC_TIME.test(text)) return false;
  const time = new Date(text);
  return (
    !Number.isNaN(time.getTime()) &&
    time.toISOString().slice(0, 10) === text.slice(0, 10)
  );
};

const parseObject = (line: Buffer): Record<string, unknown> | null => {
  try {
    const text = UTF_8.decode(line);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : null;
  } catch {
    // Not UTF-8 or not JSON: the caller quarantines the line.
    return null;
  }
};

const isWellFormed = (value: unknown): boolean => {
  try {
    return JSON.stringify(value) === wellFormedJson(value);
  } catch (error) {
    // Nested deeper than it can be written.
    if (error instanceof RangeError) return false;
    throw error;
  }
};

const fits = (column: LakeColumn, value: unknown): boolean => {
  if (value === undefined || value === null) return !column.required;
  if (column.isJson) return isWellFormed(value);
  switch (column.type) {
    case 'DOUBLE':
      return Number.isFinite(value);
    case 'TIMESTAMP':
      return typeof value === 'string' && isTime(value);
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

const WRITE_BYTES = 256 * 1024;

/** Writes lines to a new file, many at a time. */
class LineWriter {
  readonly #file: FileHandle;
  #waiting: Buffer[] = [];
  #bytes = 0;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<LineWriter> {
    return new LineWriter(await open(path, 'w'));
  }

  async write(line: Buffer): Promise<void> {
    this.#waiting.push(line, LINE_BREAK);
    this.#bytes += line.length + LINE_BREAK.length;
    if (this.#bytes >= WRITE_BYTES) await this.#flush();
  }

  /** Resolves when all lines are on the disk. */
  async finish(): Promise<void> {
    await this.#flush();
    await this.#file.sync();
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #flush(): Promise<void> {
    await this.#file.appendFile(Buffer.concat(this.#waiting));
    this.#waiting = [];
    this.#bytes = 0;
  }
}

/** True for the lines of a segment that go on. */
export type IsGood = (line: Buffer) => boolean;

/** True for a record of the lake. */
export const isLakeLine: IsGood = line => parseLakeLine(line) !== null;

/**
 * Copies the good lines of `segmentFile` to `goodFile`, byte for byte, and all
 * others to `rejectedFile` (written aside and renamed, so it is whole when it
 * is there; not made where there are none). Returns how many of each.
 */
export const splitSegment = async (
  segmentFile: string,
  files: { goodFile: string; rejectedFile: string },
  isGood: IsGood,
): Promise<{ good: number; rejected: number }> => {
  const unfinished = `${files.rejectedFile}.${randomUUID()}.tmp`;
  const good = await LineWriter.open(files.goodFile);
  const counts = { good: 0, rejected: 0 };
  try {
    const rejected = await LineWriter.open(unfinished);
    try {
      for await (const line of linesOf(segmentFile)) {
        const goesOn = isGood(line);
        counts[goesOn ? 'good' : 'rejected'] += 1;
        await (goesOn ? good : rejected).write(line);
      }
      await rejected.finish();
    } finally {
      await rejected.close();
    }
    await good.finish();
    if (counts.rejected > 0) await rename(unfinished, files.rejectedFile);
  } finally {
    await good.close();
    await rm(unfinished, { force: true });
  }
  return counts;
};
