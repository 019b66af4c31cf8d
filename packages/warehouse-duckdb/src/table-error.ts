import { EtudeError } from '@etude/kernel';

/** Why a file that a person brought cannot become a table. */
export type TableFailure =
  | 'UNREADABLE'
  | 'EMPTY'
  | 'RAGGED_ROW'
  | 'DUPLICATE_COLUMN'
  | 'EMPTY_COLUMN_NAME'
  | 'COLUMN_TYPE'
  | 'ID';

/** An error for the person who brought the file; code `ETUDE_TABLE_…`. */
export const tableError = (
  failure: TableFailure,
  message: string,
  options: {
    readonly details?: Readonly<Record<string, unknown>>;
    readonly cause?: unknown;
  } = {},
): EtudeError =>
  new EtudeError(message, {
    code: `ETUDE_TABLE_${failure}`,
    kind: 'user',
    ...options,
  });
