import type {
  TranslatedAnswer,
  TranslatedProblem,
} from '@etude/warehouse/testing';

// DuckDB's types in the words of BigQuery's API.
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(?:TINY|SMALL|BIG|HUGE)?INT|^INTEGER/, 'INTEGER'],
  [/^(?:DOUBLE|FLOAT)/, 'FLOAT'],
  [/^DECIMAL/, 'NUMERIC'],
  [/^TIMESTAMP WITH TIME ZONE/, 'TIMESTAMP'],
  [/^TIMESTAMP/, 'DATETIME'],
  [/^BOOLEAN/, 'BOOLEAN'],
  [/^DATE/, 'DATE'],
  [/^"?NULL/, 'INTEGER'],
];

const typeOf = (duckdbType: string): string =>
  TYPES.find(([pattern]) => pattern.test(duckdbType))?.[1] ?? 'STRING';

/** `2026-03-29 02:30:00.125001+00` as microseconds since 1970. */
const microsOf = (text: string): string => {
  const [, day, second, fraction = ''] =
    /^(\S+) ([\d:]+)(?:\.(\d+))?/.exec(text) ?? [];
  const ms = BigInt(Date.parse(`${day}T${second}Z`));
  return String(ms * 1000n + BigInt(fraction.padEnd(6, '0')));
};

const INFINITE: Readonly<Record<string, string>> = {
  nan: 'NaN',
  inf: 'Infinity',
  '-inf': '-Infinity',
};

const cellOf = (cell: string | null, type: string): { v: string | null } => {
  if (cell === null) return { v: null };
  if (type === 'TIMESTAMP') return { v: microsOf(cell) };
  if (type === 'DATETIME') return { v: cell.replace(' ', 'T') };
  if (type === 'FLOAT') return { v: INFINITE[cell] ?? cell };
  return { v: cell };
};

type Rows = Exclude<TranslatedAnswer, { problem: unknown }>;

/** `schema` of an answer, as the API names types. */
export const schemaOf = ({ columns }: Rows) => ({
  fields: columns.map(([name, type]) => ({
    name,
    type: typeOf(type),
    mode: 'NULLABLE',
  })),
});

/** `rows` of an answer, as the API writes cells. */
export const rowsOf = (answer: Rows) => {
  const types = schemaOf(answer).fields.map(({ type }) => type);
  return answer.rows.map(row => ({
    f: row.map((cell, index) => cellOf(cell, types[index] ?? '')),
  }));
};

/** The body of a refused request. */
export const apiError = (
  code: number,
  reason: string,
  message: string,
): { readonly status: number; readonly body: object } => ({
  status: code,
  body: {
    error: {
      code,
      message,
      errors: [{ message, domain: 'global', reason }],
    },
  },
});

/** A problem in the words of BigQuery. */
export const problemError = (problem: TranslatedProblem, sql: string) => {
  const { kind, message, name = '', line, column } = problem;
  const at = sql.indexOf(name);
  const before = sql.slice(0, Math.max(at, 0)).split('\n');
  const place = `[${line ?? before.length}:${column ?? (before.at(-1) ?? '').length + 1}]`;
  switch (kind) {
    case 'syntax':
      return apiError(
        400,
        'invalidQuery',
        `Syntax error: ${message} at ${place}`,
      );
    case 'column':
      return apiError(
        400,
        'invalidQuery',
        `Unrecognized name: ${name} at ${place}`,
      );
    case 'function':
      return apiError(
        400,
        'invalidQuery',
        `Function not found: ${name} at ${place}`,
      );
    case 'table':
      return apiError(
        404,
        'notFound',
        `Not found: Table shop:web.${name} was not found in location EU`,
      );
    case 'cancelled':
      return apiError(
        499,
        'stopped',
        'Job execution was cancelled: User requested cancellation',
      );
    case 'other':
      return apiError(400, 'invalidQuery', message);
    default:
      return kind satisfies never;
  }
};
