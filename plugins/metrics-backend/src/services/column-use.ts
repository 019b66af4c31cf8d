import type { Problem } from '@etude/kernel';
import type { Column } from '@etude/plugin-metrics-common';
import { columnKind } from '@etude/plugin-metrics-common';
import type { ColumnKind } from '@etude/plugin-metrics-common';

/** What kinds of columns serve, and how to say that to people. */
type WantedType = {
  readonly kinds: readonly ColumnKind[];
  readonly words: string;
};

/** A column that can be added up. */
export const NUMBER: WantedType = {
  kinds: ['number', 'boolean'],
  words: 'a number',
};

/** A column that tells when something happened. */
export const TIME: WantedType = {
  kinds: ['time'],
  words: 'a timestamp or a date',
};

/** A column that a definition wants, and for what. */
export type ColumnUse = {
  readonly column: string;
  readonly path: string;
  /** For what, as in "wanted for the time of a row". */
  readonly as: string;
  readonly type?: WantedType | undefined;
};

/** The columns there are, and the words for where that is. */
type ColumnPlace = {
  readonly columns: readonly Column[];
  readonly where: string;
};

/** Why a column cannot serve its use; undefined when it can. */
export const columnUseProblem = (
  use: ColumnUse,
  { columns, where }: ColumnPlace,
): Problem | undefined => {
  const column = columns.find(({ name }) => name === use.column);
  if (!column) {
    const names = columns.map(({ name }) => name);
    return {
      code: 'ETUDE_METRICS_COLUMN_MISSING',
      message: `Column '${use.column}', wanted for ${use.as}, is not in ${where}. Choose one of its columns: ${names.join(', ')}.`,
      path: use.path,
      details: { column: use.column, columns: names },
    };
  }
  if (use.type && !use.type.kinds.includes(columnKind(column.type))) {
    return {
      code: 'ETUDE_METRICS_COLUMN_TYPE',
      message: `Column '${use.column}' of ${where}, wanted for ${use.as}, is of type ${column.type}, not ${use.type.words}. Choose another column, or convert it with a query as the source.`,
      path: use.path,
      details: { column: use.column, type: column.type },
    };
  }
  return undefined;
};
