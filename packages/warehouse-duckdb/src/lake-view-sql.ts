import { join } from 'node:path';
import { parseManifest } from './lake-manifest';
import type { LakeManifest } from './lake-manifest';
import type { LakeTable } from './lake-table';
import { quotedName, quotedText } from './quote';

/** What the view of a lake table is made of. */
export type LakeTableState = {
  /** Files in the folders of days; a pattern that finds none is an error. */
  readonly hasFiles: boolean;
  /** Text of `manifest.json`. */
  readonly manifest: string | null;
};

/** Every column of a table without a value. */
export const emptyColumns = (table: LakeTable): string =>
  table.columns
    .map(({ name, type }) => `CAST(NULL AS ${type}) AS ${quotedName(name)}`)
    .join(', ');

/** Which view to create, and of what. */
export type LakeView = {
  readonly lakeDir: string;
  readonly table: LakeTable;
  /** A file without rows that knows every column. */
  readonly schemaFile: string;
  readonly state: LakeTableState;
};

const readFiles = (quotedFiles: readonly string[]): string =>
  `read_parquet([${quotedFiles.join(', ')}], union_by_name = true, hive_partitioning = true, hive_types = {'date': DATE}, filename = true)`;

/** Every column of a table in its own type. */
const typedColumns = ({ columns }: LakeTable): string =>
  columns
    .map(
      ({ name, type }) =>
        `CAST(${quotedName(name)} AS ${type}) AS ${quotedName(name)}`,
    )
    .join(', ');

/** A SELECT of a table's rows that lie in these files, and in no others. */
export const rowsInFiles = (
  table: LakeTable,
  schemaFile: string,
  files: readonly string[],
): string =>
  `SELECT ${typedColumns(table)}, "date" FROM ${readFiles([schemaFile, ...files].map(quotedText))}`;

const filesSql = (
  { lakeDir, table, schemaFile, state }: LakeView,
  { merged, replaced }: LakeManifest,
): string => {
  const tableDir = join(lakeDir, table.name);
  const files = [
    schemaFile,
    ...(state.hasFiles ? [join(tableDir, 'date=*', '*.parquet')] : []),
    ...merged.map(({ path }) => join(tableDir, path)),
  ].map(quotedText);
  const source = readFiles(files);
  const hidden = replaced.map(path => quotedText(join(tableDir, path)));
  return hidden.length === 0
    ? source
    : `${source} WHERE filename NOT IN (${hidden.join(', ')})`;
};

/** The statement that creates the view of a lake table. */
export const lakeViewSql = (view: LakeView): string => {
  const { table, state } = view;
  const create = `CREATE OR REPLACE VIEW ${quotedName(table.name)} AS SELECT`;
  const manifest = parseManifest(state.manifest, table.name);
  if (!state.hasFiles && manifest.merged.length === 0) {
    return `${create} ${emptyColumns(table)}, CAST(NULL AS DATE) AS "date" WHERE FALSE`;
  }
  return `${create} ${typedColumns(table)}, "date" FROM ${filesSql(view, manifest)}`;
};
