import { hasErrorCode } from '@etude/kernel';
import { warehouseError } from '@etude/warehouse';
import type { DuckDBConnection } from '@duckdb/node-api';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestText } from './lake-manifest';
import type { LakeTable } from './lake-table';
import { emptyColumns, lakeViewSql, rowsInFiles } from './lake-view-sql';
import type { LakeTableState } from './lake-view-sql';
import { quotedName, quotedText } from './quote';

const entriesOf = async (directory: string) => {
  try {
    return await readdir(directory, { withFileTypes: true });
  } catch (error) {
    // A lake that nobody has written to yet has no folders.
    if (hasErrorCode(error, 'ENOENT')) {
      return [];
    }
    throw error;
  }
};

const hasParquet = async (directory: string): Promise<boolean> => {
  // The newest days first: those before may hold merged files only.
  const folders = (await entriesOf(directory)).sort((a, b) =>
    b.name.localeCompare(a.name),
  );
  for (const folder of folders) {
    if (!folder.isDirectory() || !folder.name.startsWith('date=')) continue;
    const files = await entriesOf(join(directory, folder.name));
    if (files.some(file => file.name.endsWith('.parquet'))) return true;
  }
  return false;
};

const tableState = async (tableDir: string): Promise<LakeTableState> => ({
  hasFiles: await hasParquet(tableDir),
  manifest: await manifestText(tableDir),
});

/**
 * A file without rows that knows every column: read beside the lake's own
 * files, it gives columns to those written before a column existed.
 */
const writeSchemaFile = async (
  connection: DuckDBConnection,
  directory: string,
  table: LakeTable,
): Promise<string> => {
  const folder = join(directory, table.name, 'date=1970-01-01');
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'schema.parquet');
  await connection.run(
    `COPY (SELECT ${emptyColumns(table)} WHERE FALSE) TO ${quotedText(file)} (FORMAT parquet)`,
  );
  return file;
};

/**
 * The views over a lake, kept up to date without listing it whole: a table's
 * view changes when its first file appears and when its manifest does; DuckDB
 * itself lists the folders of a query, and opens only those in the asked days.
 */
export const createLakeViews = (options: {
  readonly lakeDir: string;
  readonly tables: readonly LakeTable[];
  readonly schemaDir: string;
}) => {
  const { lakeDir, tables, schemaDir } = options;
  const states = new Map<string, LakeTableState>();
  const schemaFiles = new Map<string, string>();
  const imports = new Map<string, number>();

  const createView = async (
    connection: DuckDBConnection,
    table: LakeTable,
    state: LakeTableState,
  ) => {
    const schemaFile = schemaFiles.get(table.name) ?? '';
    await connection.run(lakeViewSql({ lakeDir, table, schemaFile, state }));
    states.set(table.name, state);
  };

  const refreshImports = async (connection: DuckDBConnection) => {
    const directory = join(lakeDir, 'imports');
    const present = new Set<string>();
    for (const entry of await entriesOf(directory)) {
      if (!entry.isDirectory()) continue;
      const files = await entriesOf(join(directory, entry.name));
      if (!files.some(({ name }) => name === 'data.parquet')) continue;
      const file = join(directory, entry.name, 'data.parquet');
      const found = await stat(file);
      present.add(entry.name);
      if (imports.get(entry.name) === found.mtimeMs) continue;
      await connection.run(
        `CREATE OR REPLACE VIEW ${quotedName(`import_${entry.name}`)} AS SELECT * FROM read_parquet(${quotedText(file)})`,
      );
      imports.set(entry.name, found.mtimeMs);
    }
    for (const tableId of imports.keys()) {
      if (present.has(tableId)) continue;
      await connection.run(`DROP VIEW ${quotedName(`import_${tableId}`)}`);
      imports.delete(tableId);
    }
  };

  return {
    /** Writes what the views need; call before the engine is confined. */
    prepare: async (connection: DuckDBConnection): Promise<void> => {
      for (const table of tables) {
        const file = await writeSchemaFile(connection, schemaDir, table);
        schemaFiles.set(table.name, file);
      }
    },
    refresh: async (connection: DuckDBConnection): Promise<void> => {
      for (const table of tables) {
        const before = states.get(table.name);
        const state = await tableState(join(lakeDir, table.name));
        if (
          before?.hasFiles !== state.hasFiles ||
          before.manifest !== state.manifest
        ) {
          await createView(connection, table, state);
        }
      }
      await refreshImports(connection);
    },
    /** A SELECT of the rows of a lake table that lie in these files. */
    rowsIn: (name: string, files: readonly string[]): string => {
      const table = tables.find(one => one.name === name);
      if (table === undefined) {
        throw warehouseError(
          'sql',
          `The lake has no table '${name}'. Name one of: ${tables.map(one => one.name).join(', ')}.`,
        );
      }
      return rowsInFiles(table, schemaFiles.get(name) ?? '', files);
    },
    /** Forgets what is known, for a lake that was emptied meanwhile. */
    forget: (): void => states.clear(),
  };
};
