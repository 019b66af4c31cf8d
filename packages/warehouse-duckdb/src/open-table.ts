import type { ResultColumn, WarehouseDriver } from '@etude/warehouse';
import { access, constants, stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { createEngineDriver } from './engine-driver';
import { loadCsv } from './load-csv';
import { confineEngine, openEngine } from './open-engine';
import type { Engine, EngineLimits } from './open-engine';
import { quotedName, quotedText } from './quote';
import { runSelect } from './run-select';
import { tableError } from './table-error';

/** Formats of files that a person can bring. */
export type TableFormat = 'csv' | 'parquet';

/** What a file holds. */
export type TableDescription = {
  readonly columns: readonly ResultColumn[];
  readonly rows: number;
};

/**
 * A file as a table named `data`, in memory and in the file's order:
 * `rowid + 2` is the line of a row in a CSV file without line breaks in cells.
 */
export type LocalTable = TableDescription & {
  /** Reads the table and nothing else. Closing it frees the memory. */
  readonly driver: WarehouseDriver;
};

/** Name of the table that {@link openTable} makes. */
export const LOCAL_TABLE = 'data';

const formatOf = (file: string): TableFormat =>
  extname(file).toLowerCase() === '.parquet' ? 'parquet' : 'csv';

const assertReadable = async (file: string): Promise<void> => {
  try {
    await access(file, constants.R_OK);
  } catch (error) {
    throw tableError(
      'UNREADABLE',
      `${file} cannot be read: there is no such file, or it may not be opened. Check the path and its permissions.`,
      { details: { file }, cause: error },
    );
  }
  if ((await stat(file)).isDirectory()) {
    throw tableError(
      'UNREADABLE',
      `${file} is a folder. Name a CSV or Parquet file.`,
      { details: { file } },
    );
  }
};

/** Loads a file as table `data` of an engine; shared with imports. */
export const loadTable = async (
  engine: Engine,
  file: string,
  format: TableFormat,
): Promise<TableDescription> => {
  await assertReadable(file);
  const connection = await engine.connect();
  try {
    if (format === 'csv') {
      await loadCsv(connection, file, { name: LOCAL_TABLE });
    } else {
      try {
        await connection.run(
          `CREATE TABLE ${quotedName(LOCAL_TABLE)} AS SELECT * FROM read_parquet(${quotedText(file)})`,
        );
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        throw tableError(
          'UNREADABLE',
          `${basename(file)} cannot be read as Parquet: ${reason} Save it as Parquet or CSV again.`,
          { details: { file }, cause: error },
        );
      }
    }
    const { columns } = await runSelect(
      connection,
      `SELECT * FROM ${quotedName(LOCAL_TABLE)} LIMIT 0`,
      undefined,
    );
    const counted = await runSelect(
      connection,
      `SELECT COUNT(*) AS "rows" FROM ${quotedName(LOCAL_TABLE)}`,
      undefined,
    );
    const rows = Number(counted.rows[0]?.['rows']);
    if (rows === 0) {
      throw tableError(
        'EMPTY',
        `${basename(file)} has a header but no rows. Use a file with at least one row.`,
        { details: { file } },
      );
    }
    return { columns, rows };
  } finally {
    connection.closeSync();
  }
};

/**
 * Opens a CSV or Parquet file (by its ending; anything but `.parquet` is CSV)
 * as table `data` for read-only SQL.
 *
 * @throws ETUDE_TABLE_UNREADABLE, ETUDE_TABLE_EMPTY, ETUDE_TABLE_RAGGED_ROW,
 * ETUDE_TABLE_DUPLICATE_COLUMN, ETUDE_TABLE_EMPTY_COLUMN_NAME
 */
export const openTable = async (
  file: string,
  limits: EngineLimits = {},
): Promise<LocalTable> => {
  const engine = await openEngine(limits);
  try {
    const description = await loadTable(engine, resolve(file), formatOf(file));
    await confineEngine(engine, [engine.tempDir]);
    return { ...description, driver: createEngineDriver(engine) };
  } catch (error) {
    await engine.close();
    throw error;
  }
};

/** Columns with types, and the number of rows, of a CSV or Parquet file. */
export const describeTable = async (
  file: string,
): Promise<TableDescription> => {
  const { driver, columns, rows } = await openTable(file);
  await driver.close();
  return { columns, rows };
};
