import { basename, dirname, join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import type { LakeTable } from '../lake-schema';
import { notRecordedError } from '../errors';
import { LINE_BREAK, linesOf, parseLakeLine } from '../segment-split';
import { writeFileAtomically } from '../write-file';
import type { SealedSegment, Shipment } from './sink';

/** A line of a segment that is a record of the lake. */
export type SegmentRecord = {
  readonly table: LakeTable;
  /** By column; what the record leaves out is null. JSON is text. */
  readonly row: Readonly<Record<string, string | number | null>>;
  /** See {@link rowId}. */
  readonly rowId: string;
  /** As it is in the log, without the line break. */
  readonly line: string;
};

/** Some records of one table, in the order of the log. */
export type RecordBatch = {
  /**
   * The same for the same records, whenever the segment is shipped: made of
   * the segment, the table and the position.
   */
  readonly token: string;
  readonly table: LakeTable;
  readonly records: readonly SegmentRecord[];
};

/** A record that a destination will never take. */
export type RefusedRecord = {
  readonly record: SegmentRecord;
  readonly reason: string;
};

/** How {@link shipRecords} cuts a segment and where it goes. */
export type ShipRecordsOptions = {
  /** Name of the sink. */
  readonly sink: string;
  readonly maxRecords: number;
  readonly maxBytes: number;
  /** Resolves when the batch is held durably, with what was not taken. */
  readonly send: (batch: RecordBatch) => Promise<readonly RefusedRecord[]>;
};

/**
 * What tells a record from every other, for readers that may be given it
 * twice: ids that a client made count once per client, as in the lake.
 */
export const rowId = (
  table: LakeTable,
  values: Readonly<Record<string, unknown>>,
): string => {
  const id = String(values[table.idColumn]);
  return values['id_origin'] === 'client'
    ? `client/${String(values['client'])}/${id}`
    : `edge/${id}`;
};

const cell = (value: unknown): string | number | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' || typeof value === 'number'
    ? value
    : JSON.stringify(value);
};

const recordOf = (line: Buffer): SegmentRecord | null => {
  const parsed = parseLakeLine(line);
  if (parsed === null) return null;
  const { table, values } = parsed;
  const row = Object.fromEntries(
    table.columns.map(({ name, isJson }) => [
      name,
      isJson ? JSON.stringify(values[name]) : cell(values[name]),
    ]),
  );
  return { table, row, rowId: rowId(table, values), line: line.toString() };
};

type Draft = { records: SegmentRecord[]; bytes: number; sent: number };

class RecordBatches {
  readonly #segmentId: string;
  readonly #options: ShipRecordsOptions;
  readonly #drafts = new Map<LakeTable, Draft>();
  readonly refused: RefusedRecord[] = [];
  records = 0;

  constructor(segmentId: string, options: ShipRecordsOptions) {
    this.#segmentId = segmentId;
    this.#options = options;
  }

  async add(record: SegmentRecord): Promise<void> {
    const { maxRecords, maxBytes } = this.#options;
    const draft = this.#drafts.get(record.table) ?? {
      records: [],
      bytes: 0,
      sent: 0,
    };
    this.#drafts.set(record.table, draft);
    draft.records.push(record);
    draft.bytes += record.line.length;
    if (draft.records.length >= maxRecords || draft.bytes >= maxBytes) {
      await this.#send(record.table, draft);
    }
  }

  async finish(): Promise<void> {
    for (const [table, draft] of this.#drafts) {
      if (draft.records.length > 0) await this.#send(table, draft);
    }
  }

  async #send(table: LakeTable, draft: Draft): Promise<void> {
    const { records } = draft;
    const token = `${this.#segmentId}-${table.name}-${draft.sent}`;
    const refused = await this.#options.send({ token, table, records });
    this.refused.push(...refused);
    this.records += records.length - refused.length;
    draft.records = [];
    draft.bytes = 0;
    draft.sent += 1;
  }
}

/** Keeps lines beside the log; a full disk is no end of the process. */
const keepLines =
  (segment: SealedSegment, sink: string) =>
  async (name: string, lines: readonly (string | Buffer)[]): Promise<void> => {
    if (lines.length === 0) return;
    const dir = join(dirname(dirname(segment.file)), 'rejected');
    const bytes = lines.flatMap(line => [Buffer.from(line), LINE_BREAK]);
    try {
      await mkdir(dir, { recursive: true });
      await writeFileAtomically(join(dir, name), Buffer.concat(bytes));
    } catch (error) {
      throw notRecordedError(sink, error);
    }
  };

/**
 * Sends the records of a segment in batches, one after the other and always in
 * the same cuts. Lines that are no records are kept in
 * `<log>/rejected/<segment>.ndjson` as they came, records that the destination
 * does not take in `<segment>.<sink>.ndjson`, each with the reason.
 */
export const shipRecords = async (
  segment: SealedSegment,
  options: ShipRecordsOptions,
): Promise<Shipment> => {
  const batches = new RecordBatches(segment.id, options);
  const noRecords: Buffer[] = [];
  for await (const line of linesOf(segment.file)) {
    const record = recordOf(line);
    if (record === null) noRecords.push(Buffer.from(line));
    else await batches.add(record);
  }
  await batches.finish();
  const { refused, records } = batches;
  const keep = keepLines(segment, options.sink);
  await keep(basename(segment.file), noRecords);
  await keep(
    `${segment.id}.${options.sink}.ndjson`,
    // The record as JSON in JSON, so that an erasure finds its unit.
    refused.map(
      ({ record, reason }) =>
        `{"sink":${JSON.stringify(options.sink)},"reason":${JSON.stringify(reason)},"record":${record.line}}`,
    ),
  );
  return { records, rejectedLines: noRecords.length + refused.length };
};
