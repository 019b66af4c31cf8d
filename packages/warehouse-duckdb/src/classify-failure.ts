import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';
import { WAREHOUSE_ADVICE, placeText, warehouseError } from '@etude/warehouse';
import type { SqlPosition, WarehouseFailure } from '@etude/warehouse';

/** DuckDB has no error codes; its messages begin with the class of error. */
const FAILURES: readonly (readonly [RegExp, WarehouseFailure])[] = [
  [/^INTERRUPT Error/, 'cancelled'],
  [/^Out of Memory Error/, 'out-of-memory'],
  [/^(IO|HTTP) Error/, 'file'],
  [/^Permission Error/, 'permission'],
  // A torn Parquet file is "invalid input" to DuckDB, but no query mends it.
  [/^Invalid Input Error: .*(magic bytes|not a Parquet|Parquet file)/i, 'file'],
  [
    /^(Parser|Syntax|Binder|Extension Autoloading|Missing Extension|Invalid Configuration|Catalog|Conversion|Mismatch Type|Invalid Type|Out of Range|Invalid Input|Not implemented|Parameter Not (Allowed|Resolved)|Divide by Zero|Expression) Error/,
    'sql',
  ],
];

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(
    /^Failed to extract statements: /,
    '',
  );

/** The failure that a DuckDB message tells of. */
export const failureOf = (error: unknown): WarehouseFailure => {
  const message = messageOf(error);
  const found = FAILURES.find(([pattern]) => pattern.test(message));
  return found?.[1] ?? 'engine';
};

/** The place that DuckDB draws: `LINE 3: text` with a caret a line below. */
const placeOf = (message: string): SqlPosition | null => {
  const drawn = /^(LINE (\d+): ).*\n( *)\^/m.exec(message);
  if (drawn?.[1] === undefined || drawn[3] === undefined) return null;
  const column = drawn[3].length - drawn[1].length + 1;
  return { line: Number(drawn[2]), column: Math.max(column, 1) };
};

/** An error of this project for whatever DuckDB threw. */
export const classifyFailure = (error: unknown, sql: string): EtudeError => {
  if (isEtudeError(error)) return error;
  const failure = failureOf(error);
  const message = messageOf(error);
  const position = failure === 'sql' ? placeOf(message) : null;
  return warehouseError(
    failure,
    `${placeText(position)}DuckDB did not answer the query: ${message}\n${WAREHOUSE_ADVICE[failure]}`,
    { details: { sql }, position, cause: error },
  );
};
