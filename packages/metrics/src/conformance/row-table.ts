import type { SqlType } from '@etude/sql';

export type RowValue = string | number | boolean | null;

/**
 * A table that an engine is loaded with before row cases run. Cells are in
 * the order of the columns; timestamps are ISO 8601 in UTC, dates are days.
 */
export type RowTable = {
  readonly name: string;
  readonly columns: readonly {
    readonly name: string;
    readonly type: SqlType;
  }[];
  readonly rows: readonly (readonly RowValue[])[];
};

/** One row of a table, by column name. */
export type NamedRow = Readonly<Record<string, RowValue>>;

/** The rows of a table by column name. */
export const namedRows = ({ columns, rows }: RowTable): NamedRow[] =>
  rows.map(row =>
    Object.fromEntries(
      columns.map(({ name }, index) => [name, row[index] ?? null]),
    ),
  );
