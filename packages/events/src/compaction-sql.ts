import { LAKE_TABLES } from './lake-schema';
import type { LakeTable, LakeTableName } from './lake-schema';

/** DuckDB text. A statement would end at a NUL, so that it is spelt out. */
const literal = (text: string): string => {
  const parts = text.split('\0').map(part => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1
    ? parts.join('')
    : `(${parts.join(' || chr(0) || ')})`;
};

// The engine gives each thread twice as much to read at once: larger, and one
// thread reads a whole segment.
const MAX_LINE_BYTES = 16 * 1024 * 1024;

const logColumns = (tables: readonly LakeTable[]): string => {
  const types = new Map<string, string>([
    ['type', 'VARCHAR'],
    ['id_origin', 'VARCHAR'],
  ]);
  for (const table of tables) {
    for (const column of table.columns) types.set(column.name, column.type);
  }
  const entries = [...types].map(([name, type]) => `${name}: '${type}'`);
  return `{${entries.join(', ')}}`;
};

const STAGED = 'staged_log';

/**
 * Reads a log file into a table of the session, which the other statements
 * read: parsing the JSON is most of the work, and is done once. Every type is
 * given and errors are not ignored: a line that does not fit stops the
 * statement instead of vanishing. Only the columns of `tables` are read.
 */
export const stageLog = (
  file: string,
  tables: readonly LakeTable[] = LAKE_TABLES,
): string =>
  `CREATE OR REPLACE TEMP TABLE ${STAGED} AS SELECT * FROM read_json(${literal(file)}, format = 'newline_delimited', columns = ${logColumns(tables)}, maximum_object_size = ${MAX_LINE_BYTES})`;

/** Forgets what {@link stageLog} read. */
export const unstageLog = (): string => `DROP TABLE IF EXISTS ${STAGED}`;

const isLineOf = (table: LakeTable): string =>
  `type = ${literal(table.lineType)}`;

const isComplete = (table: LakeTable): string =>
  [
    isLineOf(table),
    ...table.columns
      .filter(column => column.required)
      .map(column => `${column.name} IS NOT NULL`),
  ].join(' AND ');

/**
 * Rows per table and date of the staged log. Lines that belong to none of the
 * tables or lack a required column are counted under table `rejected`.
 */
export const partitionsQuery = (
  tables: readonly LakeTable[] = LAKE_TABLES,
): string => {
  const table = tables
    .map(entry => `WHEN ${isComplete(entry)} THEN ${literal(entry.name)}`)
    .join(' ');
  const time = tables
    .map(entry => `WHEN ${isLineOf(entry)} THEN ${entry.timestampColumn}`)
    .join(' ');
  return `SELECT CASE ${table} ELSE 'rejected' END AS "table", strftime(CASE ${time} END, '%Y-%m-%d') AS "day", count(*) AS "rows", count(*) FILTER (WHERE id_origin = 'client') AS "client_ids" FROM ${STAGED} GROUP BY ALL ORDER BY ALL`;
};

// A client may send a record again when it missed the answer: its id counts
// once, in this segment and among those already in the lake. Ids made by the
// edge are unique and need no look-up.
const withoutRepeats = (
  { idColumn, timestampColumn, columns }: LakeTable,
  lakeFiles: readonly string[],
): string => {
  const order = columns.some(({ name }) => name === 'received_at')
    ? 'received_at'
    : timestampColumn;
  const once = `QUALIFY id_origin IS DISTINCT FROM 'client' OR row_number() OVER (PARTITION BY id_origin, client, ${idColumn} ORDER BY ${order}) = 1`;
  if (lakeFiles.length === 0) return once;
  const files = `[${lakeFiles.map(literal).join(', ')}]`;
  return `AND (id_origin IS DISTINCT FROM 'client' OR NOT EXISTS (SELECT 1 FROM read_parquet(${files}, hive_partitioning = false) AS stored WHERE stored.client = log.client AND stored.${idColumn} = log.${idColumn})) ${once}`;
};

/** What {@link copyPartition} writes. */
export type PartitionCopy = {
  readonly table: LakeTableName;
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly target: string;
  /** True when some of the ids may come again from a client. */
  readonly hasClientIds: boolean;
  /** Parquet files in which an id of a client may already be. */
  readonly lakeFiles: readonly string[];
};

/**
 * The file of a segment is merged with others soon, and then compressed as
 * usual: a third less work for 1 % more bytes.
 */
const QUICK_LEVEL = 1;

/** Copies the staged rows of one table and date to a Parquet file, by unit. */
export const copyPartition = (copy: PartitionCopy): string => {
  const table = tableNamed(copy.table);
  const columns = table.columns.map(column => column.name).join(', ');
  const day = `TIMESTAMP ${literal(copy.day)}`;
  const time = table.timestampColumn;
  const repeats = copy.hasClientIds
    ? withoutRepeats(table, copy.lakeFiles)
    : '';
  return `COPY (SELECT ${columns} FROM ${STAGED} AS log WHERE ${isLineOf(table)} AND ${time} >= ${day} AND ${time} < ${day} + INTERVAL 1 DAY ${repeats} ORDER BY unit, ${time}, ${table.idColumn}) TO ${literal(copy.target)} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL ${QUICK_LEVEL})`;
};

/** Files of a table that become one, or one without some of its rows. */
export type MergeCopy = {
  readonly table: LakeTable;
  readonly files: readonly string[];
  readonly target: string;
  /** A unit whose rows are left out. */
  readonly withoutUnit?: string;
};

/**
 * Copies rows of Parquet files to one file, by unit. A column that the files
 * do not have yet is empty.
 */
export const mergeCopy = ({
  table,
  files,
  target,
  withoutUnit,
}: MergeCopy): string => {
  const names = table.columns.map(({ name }) => name).join(', ');
  const typed = table.columns
    .map(({ name, type }) => `CAST(NULL AS ${type}) AS ${name}`)
    .join(', ');
  const rows =
    withoutUnit === undefined
      ? ''
      : ` WHERE unit IS DISTINCT FROM ${literal(withoutUnit)}`;
  return `COPY (SELECT ${names} FROM (SELECT ${typed} WHERE FALSE UNION ALL BY NAME SELECT * FROM read_parquet([${files.map(literal).join(', ')}], union_by_name = true, hive_partitioning = false))${rows} ORDER BY unit, ${table.timestampColumn}, ${table.idColumn}) TO ${literal(target)} (FORMAT parquet, COMPRESSION zstd)`;
};

/** Counts the rows of a unit in each file that has some. */
export const unitRowsQuery = (files: readonly string[], unit: string): string =>
  `SELECT filename AS "file", count(*) AS "rows" FROM read_parquet([${files.map(literal).join(', ')}], union_by_name = true, hive_partitioning = false, filename = true) WHERE unit = ${literal(unit)} GROUP BY ALL ORDER BY ALL`;

const tableNamed = (name: LakeTableName): LakeTable => {
  const table = LAKE_TABLES.find(entry => entry.name === name);
  // Every LakeTableName is a row of LAKE_TABLES.
  if (!table) throw new RangeError(`No lake table '${name}'.`);
  return table;
};
