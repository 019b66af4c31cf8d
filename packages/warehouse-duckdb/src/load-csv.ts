import type { DuckDBConnection } from '@duckdb/node-api';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { readCsvHeader } from './csv-header';
import type { CsvHeader } from './csv-header';
import { quotedName, quotedText } from './quote';
import { tableError } from './table-error';

const HEADER_BYTES = 1 << 20;
/** How UTF-16 begins, which Excel calls Unicode text. */
const UTF_16_MARKS = ['fffe', 'feff'];

const notUtf8 = (file: string, place: string, cause?: unknown) =>
  tableError(
    'UNREADABLE',
    `${basename(file)} is not UTF-8 text${place}. Save it as CSV in UTF-8 (in Excel: "CSV UTF-8").`,
    { cause },
  );

const readStart = async (file: string): Promise<string> => {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(HEADER_BYTES),
      0,
      HEADER_BYTES,
      0,
    );
    if (UTF_16_MARKS.includes(buffer.toString('hex', 0, 2))) {
      throw notUtf8(file, ' but UTF-16');
    }
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
};

/**
 * Type of a column by its texts: the first of BOOLEAN (true/false), BIGINT,
 * DOUBLE (finite), DATE, TIMESTAMP that fits all of them, else VARCHAR.
 * Numbers with a leading zero are ids, so they stay text, and so are whole
 * numbers that BIGINT does not hold: a double would make one of several.
 */
const typeExpression = (name: string): string => {
  const text = quotedName(name);
  const all = (condition: string) =>
    `COUNT(*) FILTER (WHERE ${text} IS NOT NULL AND NOT COALESCE(${condition}, FALSE)) = 0`;
  return `CASE
    WHEN COUNT(${text}) = 0 THEN 'VARCHAR'
    WHEN ${all(`lower(${text}) IN ('true', 'false')`)} THEN 'BOOLEAN'
    WHEN COUNT(*) FILTER (WHERE regexp_matches(${text}, '^[-+]?0[0-9]')) > 0 THEN 'VARCHAR'
    WHEN ${all(`TRY_CAST(${text} AS BIGINT) IS NOT NULL AND regexp_full_match(${text}, '[-+]?[0-9]+')`)} THEN 'BIGINT'
    WHEN ${all(`isfinite(TRY_CAST(${text} AS DOUBLE)) AND (TRY_CAST(${text} AS BIGINT) IS NOT NULL OR NOT regexp_full_match(${text}, '[-+]?[0-9]+'))`)} THEN 'DOUBLE'
    WHEN ${all(`regexp_full_match(${text}, '[0-9]{4}-[0-9]{2}-[0-9]{2}') AND TRY_CAST(${text} AS DATE) IS NOT NULL`)} THEN 'DATE'
    WHEN ${all(`regexp_matches(${text}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]') AND TRY_CAST(${text} AS TIMESTAMPTZ) IS NOT NULL`)} THEN 'TIMESTAMP'
    ELSE 'VARCHAR' END`;
};

const castExpression = (name: string, type: string): string => {
  const text = quotedName(name);
  // Through TIMESTAMPTZ in a session of UTC, so that offsets are honoured.
  const value = type === 'TIMESTAMP' ? `CAST(${text} AS TIMESTAMPTZ)` : text;
  return `CAST(${value} AS ${type}) AS ${text}`;
};

const loadText = async (
  connection: DuckDBConnection,
  file: string,
  header: CsvHeader,
): Promise<void> => {
  const columns = header.columns
    .map(name => `${quotedText(name)}: 'VARCHAR'`)
    .join(', ');
  try {
    await connection.run(
      `CREATE TEMP TABLE "csv_text" AS SELECT * FROM read_csv(${quotedText(file)}, auto_detect = false, header = true, delim = ${quotedText(header.delimiter)}, quote = '"', escape = '"', columns = {${columns}}, strict_mode = true, null_padding = false)`,
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = Number(/CSV Error on Line: (\d+)/.exec(message)?.[1]);
    if (/invalid unicode|utf-8 encoded/i.test(message)) {
      throw notUtf8(file, Number.isNaN(line) ? '' : ` in row ${line}`, error);
    }
    const reason =
      /Expected Number of Columns: \d+ Found: \d+/.exec(message)?.[0] ??
      message.split('\n')[2] ??
      message;
    if (Number.isNaN(line)) {
      throw tableError(
        'UNREADABLE',
        `${basename(file)} cannot be read as CSV: ${message}. Save it as UTF-8 CSV with a header.`,
        { cause: error },
      );
    }
    throw tableError(
      'RAGGED_ROW',
      `Row ${line} of ${basename(file)} (the header is row 1) does not fit the header: ${reason}. Mend that row; texts with '${header.delimiter}' in them need double quotes.`,
      { details: { row: line }, cause: error },
    );
  }
};

/** What a CSV file becomes. */
export type CsvTable = {
  readonly name: string;
  /** Types of columns that are told rather than found from the rows. */
  readonly types?: Readonly<Record<string, string>>;
};

/** Loads a CSV file as a table, types found from all its rows unless told. */
export const loadCsv = async (
  connection: DuckDBConnection,
  file: string,
  { name, types: told = {} }: CsvTable,
): Promise<void> => {
  const header = readCsvHeader(await readStart(file), basename(file));
  await loadText(connection, file, header);
  const types = await connection.runAndReadAll(
    `SELECT ${header.columns.map(typeExpression).join(', ')} FROM "csv_text"`,
  );
  const found = types.getRows()[0] ?? [];
  const columns = header.columns.map((column, index) =>
    castExpression(column, told[column] ?? String(found[index] ?? 'VARCHAR')),
  );
  await connection.run(
    `CREATE TABLE ${quotedName(name)} AS SELECT ${columns.join(', ')} FROM "csv_text"`,
  );
  await connection.run('DROP TABLE "csv_text"');
};
