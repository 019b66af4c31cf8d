import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';
import { warehouseError } from '@etude/warehouse';
import type { WarehouseFailure } from '@etude/warehouse';

/** DuckDB has no error codes; its messages begin with the class of error. */
const FAILURES: readonly (readonly [RegExp, WarehouseFailure])[] = [
  [/^INTERRUPT Error/, 'cancelled'],
  [/^Out of Memory Error/, 'out-of-memory'],
  [/^(IO|HTTP) Error/, 'file'],
  // A torn Parquet file is "invalid input" to DuckDB, but no query mends it.
  [/^Invalid Input Error: .*(magic bytes|not a Parquet|Parquet file)/i, 'file'],
  [
    /^(Parser|Syntax|Binder|Catalog|Conversion|Mismatch Type|Invalid Type|Out of Range|Invalid Input|Not implemented|Permission|Parameter Not (Allowed|Resolved)|Divide by Zero|Expression) Error/,
    'sql',
  ],
];

const ADVICE: Readonly<Record<WarehouseFailure, string>> = {
  sql: 'Correct the query or the definition it comes from.',
  'not-read-only': 'Send one SELECT.',
  'out-of-memory':
    'Give the engine more memory, or compute fewer metrics or a shorter period at once.',
  file: 'Check that the file is there and readable, then try again.',
  cancelled: 'Run it again when you need the answer.',
  closed: 'Open a new driver.',
  engine: 'Try again; if it fails again, please report it.',
};

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

/** An error of this project for whatever DuckDB threw. */
export const classifyFailure = (error: unknown, sql: string): EtudeError => {
  if (isEtudeError(error)) return error;
  const failure = failureOf(error);
  return warehouseError(
    failure,
    `DuckDB did not answer the query: ${messageOf(error)}\n${ADVICE[failure]}`,
    { details: { sql }, cause: error },
  );
};
