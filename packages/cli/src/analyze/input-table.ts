import type { Problem } from '@etude/kernel';
import { dialectById } from '@etude/sql';
import type { ResultColumn, WarehouseRow } from '@etude/warehouse';
import { LOCAL_TABLE } from '@etude/warehouse-duckdb';
import type { LocalTable, TableFormat } from '@etude/warehouse-duckdb';
import { extname } from 'node:path';
import { rowNumbers } from './row-numbers';
import type { RowNumber } from './row-numbers';

/** The table of the file that is analysed, with what its checks need. */
export type InputTable = {
  readonly format: TableFormat;
  readonly rows: number;
  readonly columns: readonly ResultColumn[];
  readonly rowNumber: RowNumber;
  /** Rows of a SELECT whose FROM is `table`. */
  readonly query: (sql: string) => Promise<readonly WarehouseRow[]>;
};

const dialect = dialectById('duckdb');

/** Name of the table in SQL. */
export const table = dialect.quoteIdentifier(LOCAL_TABLE);

/** A column name in SQL. */
export const quoted = (column: string): string =>
  dialect.quoteIdentifier(column);

/** Holds in SQL for cells that show nothing: NULL or white space. */
export const isBlank = (column: string): string =>
  `(${quoted(column)} IS NULL OR trim(CAST(${quoted(column)} AS VARCHAR)) = '')`;

/** The table of a file as the checks see it. */
export const inputTable = (file: string, local: LocalTable): InputTable => {
  const isParquet = extname(file).toLowerCase() === '.parquet';
  const format = isParquet ? 'parquet' : 'csv';
  return {
    format,
    rows: local.rows,
    columns: local.columns,
    rowNumber: rowNumbers(file, { format, rows: local.rows }),
    query: async sql => (await local.driver.query(sql)).rows,
  };
};

/** A problem of the data, at an option or a column. */
export const dataProblem = (
  code: string,
  path: string,
  message: string,
): Problem => ({ code: `ETUDE_ANALYZE_${code}`, path, message });

/** A sentence about rows like the first of `count`, if there are more. */
export const moreRows = (count: number): string => {
  if (count <= 1) return '';
  return count === 2
    ? ' 1 more row is like it.'
    : ` ${count - 1} more rows are like it.`;
};

/** Quoted names, at most ten of them. */
export const nameList = (names: readonly string[]): string => {
  const shown = names.slice(0, 10).map(name => `'${name}'`);
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
};
