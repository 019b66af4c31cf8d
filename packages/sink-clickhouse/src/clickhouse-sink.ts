import { ClickHouseLogLevel, createClient } from '@clickhouse/client';
import type { ClickHouseClient } from '@clickhouse/client';
import { shipRecords } from '@etude/events';
import type {
  RecordBatch,
  RefusedRecord,
  SegmentRecord,
  Sink,
} from '@etude/events';
import {
  classifyClickHouseFailure,
  isAboutRows,
} from './classify-clickhouse-failure';
import { identifier, logTableName } from './clickhouse-tables';

/** Where a {@link clickHouseSink} writes. */
export type ClickHouseSinkOptions = {
  /** `http(s)://host:port` */
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly timeoutMs?: number;
  /** Rows of one insert. */
  readonly maxRecords?: number;
};

const DEFAULT_TIMEOUT_MS = 60_000;
// ClickHouse likes few large inserts; a batch is held in memory.
const MAX_RECORDS = 100_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** What DateTime64 holds: other times would be stored as other times. */
const FIRST_TIME = '1900-01-01';
const TIME_AFTER_LAST = '2262-01-01';

const timeProblem = ({ table, row }: SegmentRecord): string | null => {
  for (const { name, type } of table.columns) {
    const value = row[name];
    if (type !== 'TIMESTAMP' || typeof value !== 'string') continue;
    if (value < FIRST_TIME || value >= TIME_AFTER_LAST) {
      return `${name} is ${value}; ClickHouse stores times from ${FIRST_TIME} to before ${TIME_AFTER_LAST}`;
    }
  }
  return null;
};

const rowText = ({ row, rowId }: SegmentRecord): string =>
  JSON.stringify({ ...row, row_id: rowId });

type Insert = {
  readonly client: ClickHouseClient;
  readonly database: string;
  readonly table: RecordBatch['table'];
};

const insert = async (
  { client, database, table }: Insert,
  token: string,
  records: readonly SegmentRecord[],
): Promise<void> => {
  const into = `${identifier(database)}.${identifier(logTableName(table))}`;
  const names = [...table.columns.map(({ name }) => name), 'row_id'];
  await client.command({
    query: `INSERT INTO ${into} (${names.map(identifier).join(', ')}) FORMAT JSONEachRow\n${records.map(rowText).join('\n')}`,
    clickhouse_settings: {
      insert_deduplicate: 1,
      insert_deduplication_token: token,
      // The answer must mean that the rows are stored.
      async_insert: 0,
      wait_end_of_query: 1,
      date_time_input_format: 'best_effort',
      input_format_null_as_default: 0,
      // Times come from clients: one insert may touch months of many years.
      max_partitions_per_insert_block: '0',
    },
  });
};

/**
 * Inserts records; where the server takes offence at some of them, halves
 * until these are alone. The cuts, and with them the tokens, are always the
 * same for the same records.
 */
const insertOrHalve = async (
  to: Insert,
  token: string,
  records: readonly SegmentRecord[],
): Promise<readonly RefusedRecord[]> => {
  try {
    await insert(to, token, records);
    return [];
  } catch (error) {
    const [first] = records;
    if (!isAboutRows(error) || first === undefined) {
      throw classifyClickHouseFailure(error);
    }
    if (records.length === 1) {
      const reason = error instanceof Error ? error.message : String(error);
      return [{ record: first, reason }];
    }
    const middle = records.length >> 1;
    const low = records.slice(0, middle);
    const high = records.slice(middle);
    return [
      ...(await insertOrHalve(to, `${token}-l`, low)),
      ...(await insertOrHalve(to, `${token}-h`, high)),
    ];
  }
};

const send = async (
  to: Omit<Insert, 'table'>,
  { table, token, records }: RecordBatch,
): Promise<readonly RefusedRecord[]> => {
  const refused: RefusedRecord[] = [];
  const storable: SegmentRecord[] = [];
  for (const record of records) {
    const reason = timeProblem(record);
    if (reason === null) storable.push(record);
    else refused.push({ record, reason });
  }
  if (storable.length === 0) return refused;
  return [
    ...refused,
    ...(await insertOrHalve({ ...to, table }, token, storable)),
  ];
};

/**
 * Inserts segments into the tables of {@link clickHouseTables}, each batch with
 * a token by which the server recognises it when it comes again.
 */
export const clickHouseSink = (options: ClickHouseSinkOptions): Sink => {
  const { database } = options;
  const client = createClient({
    url: options.url,
    username: options.user,
    password: options.password,
    application: 'etude',
    request_timeout: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    max_open_connections: 1,
    // Failures are told through the state of the sink.
    log: { level: ClickHouseLogLevel.OFF },
  });
  return {
    name: 'clickhouse',
    isOrdered: false,
    ship: segment =>
      shipRecords(segment, {
        sink: 'clickhouse',
        maxRecords: options.maxRecords ?? MAX_RECORDS,
        maxBytes: MAX_BYTES,
        send: batch => send({ client, database }, batch),
      }),
    close: () => client.close(),
  };
};
