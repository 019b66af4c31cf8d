import type { DuckDBConnection } from '@duckdb/node-api';
import type { WarehouseDriver } from '@etude/warehouse';
import { basename } from 'node:path';
import { createEngineDriver } from './engine-driver';
import { loadCsv } from './load-csv';
import { confineEngine, openEngine } from './open-engine';
import { quotedName } from './quote';
import { tableError } from './table-error';

const TYPES = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
} as const;

/** Types that a column of a CSV file can be told to have. */
export type CsvColumnType = keyof typeof TYPES;

/** A CSV file as a table of that name. */
export type NamedCsv = {
  readonly name: string;
  readonly file: string;
  /** Types of columns that are told rather than found from the rows. */
  readonly types: Readonly<Record<string, CsvColumnType>>;
};

const assertColumns = async (
  connection: DuckDBConnection,
  { name, file, types }: NamedCsv,
): Promise<void> => {
  const reader = await connection.runAndReadAll(
    `SELECT * FROM ${quotedName(name)} LIMIT 0`,
  );
  const columns = reader.columnNames();
  const unknown = Object.keys(types).filter(one => !columns.includes(one));
  if (unknown.length === 0) return;
  throw tableError(
    'COLUMN_TYPE',
    `${basename(file)} has no column '${unknown.join("', '")}', but is told its type. Its columns: '${columns.join("', '")}'.`,
    { details: { columns: unknown } },
  );
};

const load = async (
  connection: DuckDBConnection,
  csv: NamedCsv,
): Promise<void> => {
  const { name, file } = csv;
  const types = Object.fromEntries(
    Object.entries(csv.types).map(([column, type]) => [column, TYPES[type]]),
  );
  try {
    await loadCsv(connection, file, { name, types });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (!message.startsWith('Conversion Error')) throw error;
    throw tableError(
      'COLUMN_TYPE',
      `${basename(file)} has a value that is not of the type its column is told to have: ${message.split('\n')[0] ?? ''} Mend the value, or tell another type.`,
      { details: { file }, cause: error },
    );
  }
  await assertColumns(connection, csv);
  await connection.run(
    `CREATE VIEW ${quotedName(`import_${name}`)} AS SELECT * FROM ${quotedName(name)}`,
  );
};

/**
 * A driver over CSV files as tables in memory, each also as the imported table
 * of its name; it reads those tables and nothing else. Closing it frees them.
 *
 * @throws ETUDE_TABLE_UNREADABLE, ETUDE_TABLE_EMPTY, ETUDE_TABLE_RAGGED_ROW,
 * ETUDE_TABLE_DUPLICATE_COLUMN, ETUDE_TABLE_EMPTY_COLUMN_NAME,
 * ETUDE_TABLE_COLUMN_TYPE
 */
export const openTables = async (
  tables: readonly NamedCsv[],
): Promise<WarehouseDriver> => {
  const engine = await openEngine({});
  try {
    const connection = await engine.connect();
    try {
      for (const csv of tables) await load(connection, csv);
    } finally {
      connection.closeSync();
    }
    await confineEngine(engine, [engine.tempDir]);
    return createEngineDriver(engine);
  } catch (error) {
    await engine.close();
    throw error;
  }
};
