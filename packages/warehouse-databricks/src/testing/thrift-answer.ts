import type {
  TranslatedAnswer,
  TranslatedProblem,
} from '@etude/warehouse/testing';

type Rows = Exclude<TranslatedAnswer, { problem: unknown }>;

/** A name of Spark's for DuckDB's type, its TTypeId, and how cells are sent. */
type Kind = {
  readonly name: string;
  readonly id: number;
  readonly form: 'boolVal' | 'i64Val' | 'doubleVal' | 'stringVal';
};

const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/^BIGINT/, { name: 'bigint', id: 4, form: 'i64Val' }],
  [/^(?:TINY|SMALL)?INT|^"?NULL/, { name: 'int', id: 4, form: 'i64Val' }],
  [/^(?:DOUBLE|FLOAT)/, { name: 'double', id: 6, form: 'doubleVal' }],
  [/^(?:DECIMAL|HUGEINT)/, { name: 'decimal', id: 15, form: 'stringVal' }],
  [/^TIMESTAMP/, { name: 'timestamp', id: 8, form: 'stringVal' }],
  [/^DATE/, { name: 'date', id: 17, form: 'stringVal' }],
  [/^BOOLEAN/, { name: 'boolean', id: 0, form: 'boolVal' }],
];
const TEXT: Kind = { name: 'string', id: 7, form: 'stringVal' };

const kindOf = (type: string): Kind =>
  KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? TEXT;

const cellOf = (cell: string | null, { form, name }: Kind): unknown => {
  switch (form) {
    case 'boolVal':
      return cell === 'true';
    case 'i64Val':
      return Number(cell ?? 0);
    case 'doubleVal':
      return cell === 'nan' ? NaN : Number(cell ?? 0);
    case 'stringVal':
      // Spark shows no zone.
      return name === 'timestamp'
        ? (cell ?? '').replace(/\+00$/, '')
        : (cell ?? '');
    default:
      return form satisfies never;
  }
};

/** One bit per row, set where the cell is NULL. */
const nullBits = (cells: readonly (string | null)[]): Buffer => {
  const bits = Buffer.alloc(Math.ceil(cells.length / 8));
  cells.forEach((cell, index) => {
    const at = Math.floor(index / 8);
    if (cell === null) bits[at] = (bits[at] ?? 0) | (1 << (index % 8));
  });
  return bits;
};

/** The columns of an answer, as TTableSchema has them. */
export const schemaOf = ({ columns }: Rows) => ({
  columns: columns.map(([columnName, type], index) => ({
    columnName,
    position: index + 1,
    typeDesc: { types: [{ primitiveEntry: { type: kindOf(type).id } }] },
  })),
});

/** Some rows of an answer, as TRowSet has them: column by column. */
export const rowSetOf = (
  { columns, rows }: Rows,
  from: number,
  to: number,
) => ({
  startRowOffset: from,
  rows: [],
  columns: columns.map(([, type], index) => {
    const kind = kindOf(type);
    const cells = rows.slice(from, to).map(row => row[index] ?? null);
    const values = cells.map(cell => cellOf(cell, kind));
    return { [kind.form]: { values, nulls: nullBits(cells) } };
  }),
});

/** What DESCRIBE QUERY answers: names and types as text. */
export const describedRows = ({ columns }: Rows): Rows => ({
  statement: 'SELECT',
  columns: [
    ['col_name', 'VARCHAR'],
    ['data_type', 'VARCHAR'],
    ['comment', 'VARCHAR'],
  ],
  rows: columns.map(([name, type]) => [name, kindOf(type).name, null]),
});

/** An answer of one text. */
export const oneText = (name: string, text: string): Rows => ({
  statement: 'SELECT',
  columns: [[name, 'VARCHAR']],
  rows: [[text]],
});

const withPlace = (
  words: string,
  sqlState: string,
  { line, column }: { readonly line: number; readonly column: number },
) => ({
  sqlState,
  errorMessage: `${words} SQLSTATE: ${sqlState} (line ${line}, pos ${column - 1})`,
});

/** A second statement, as the parser stumbles over it. */
export const secondStatement = (sql: string, linesBefore: number) => {
  const before = sql.slice(0, sql.indexOf(';') + 1).split('\n');
  return withPlace(
    "[PARSE_SYNTAX_ERROR] Syntax error at or near 'SELECT': extra input 'SELECT'.",
    '42601',
    {
      line: before.length + linesBefore,
      column: (before.at(-1) ?? '').length + 2,
    },
  );
};

/** A problem in the words of Spark, in a text with lines before the person's. */
export const problemStatus = (
  problem: TranslatedProblem,
  sql: string,
  linesBefore: number,
): { readonly sqlState: string; readonly errorMessage: string } => {
  const { kind, message, name = '', line, column } = problem;
  const before = sql.slice(0, Math.max(sql.indexOf(name), 0)).split('\n');
  const place = {
    line: (line ?? before.length) + linesBefore,
    column: column ?? (before.at(-1) ?? '').length + 1,
  };
  switch (kind) {
    case 'syntax':
      return withPlace(
        `[PARSE_SYNTAX_ERROR] Syntax error: ${message}.`,
        '42601',
        place,
      );
    case 'column':
      return withPlace(
        `[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column with name \`${name}\` cannot be resolved.`,
        '42703',
        place,
      );
    case 'function':
      return withPlace(
        `[UNRESOLVED_ROUTINE] Cannot resolve routine \`${name}\`.`,
        '42883',
        place,
      );
    case 'table':
      return withPlace(
        `[TABLE_OR_VIEW_NOT_FOUND] The table or view \`${name}\` cannot be found.`,
        '42P01',
        place,
      );
    case 'cancelled':
      return { sqlState: 'HY008', errorMessage: 'Query was cancelled' };
    case 'other':
      return {
        sqlState: '22018',
        errorMessage: `[CAST_INVALID_INPUT] ${message}`,
      };
    default:
      return kind satisfies never;
  }
};
