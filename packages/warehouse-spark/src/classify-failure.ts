import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';
import {
  WAREHOUSE_ADVICE,
  errorText,
  networkFailure,
  placeText,
  warehouseError,
} from '@etude/warehouse';
import type { SqlPosition, WarehouseFailure } from '@etude/warehouse';

/** Spark's error classes that tell more than their SQLSTATE does. */
const BY_CLASS: Readonly<Record<string, WarehouseFailure>> = {
  INTERNAL_ERROR: 'engine',
  INSUFFICIENT_PERMISSIONS: 'permission',
  INSUFFICIENT_TABLE_PROPERTY: 'permission',
  FAILED_READ_FILE: 'file',
  PATH_NOT_FOUND: 'file',
  UNABLE_TO_ACQUIRE_MEMORY: 'out-of-memory',
};

/** Names of Java's and Spark's exceptions without an error class. */
const BY_EXCEPTION: readonly (readonly [RegExp, WarehouseFailure])[] = [
  [/OutOfMemoryError|GC overhead limit exceeded/, 'out-of-memory'],
  [/is bigger than (local|spark\.driver\.)?.*maxResultSize/, 'out-of-memory'],
  [/(Spark)?FileNotFoundException|is not a Parquet file/, 'file'],
  [/AccessControlException|HiveAccessControlException/, 'permission'],
  [/Invalid SessionHandle/, 'unreachable'],
];

/** SQLSTATE by how it begins; the longer beginning first. */
const BY_SQLSTATE: readonly (readonly [string, WarehouseFailure])[] = [
  ['42501', 'permission'],
  ['28', 'authentication'],
  ['42', 'sql'],
  ['22', 'sql'],
  ['21', 'sql'],
  ['0A', 'sql'],
  ['53', 'out-of-memory'],
  ['58', 'file'],
  ['HY008', 'cancelled'],
];

/** What the server says of a statement that failed. */
export type SparkFailure = {
  readonly message: string;
  readonly sqlState: string | null;
};

const CLASS = /\[([A-Z][A-Z0-9_]*)(?:\.[A-Z0-9_.]+)?\] /;

/** The failure that Spark's error class, SQLSTATE or exception names. */
export const failureOf = ({
  message,
  sqlState,
}: SparkFailure): WarehouseFailure => {
  const errorClass = CLASS.exec(message)?.[1];
  const byClass = errorClass === undefined ? undefined : BY_CLASS[errorClass];
  const byException = BY_EXCEPTION.find(([name]) => name.test(message))?.[1];
  const byState = BY_SQLSTATE.find(([start]) => sqlState?.startsWith(start));
  // A task that fails has no SQLSTATE, but still the class of its error.
  return (
    byClass ??
    byException ??
    byState?.[1] ??
    (errorClass === undefined ? 'engine' : 'sql')
  );
};

/** `(line 3, pos 2)`, `; line 3 pos 2` or `SQL(line 3, position 3)`. */
const placeOf = (message: string, linesBefore: number): SqlPosition | null => {
  const found = /\bline (\d+),? pos(ition)? (\d+)/.exec(message);
  if (found === null) return null;
  // `pos` counts from 0, `position` from 1.
  const column = Number(found[3]) + (found[2] === undefined ? 1 : 0);
  return { line: Number(found[1]) - linesBefore, column };
};

/** The sentence in a message full of class names, plans and stack traces. */
const sentenceOf = (message: string): string => {
  const [head = ''] = message.split(/\n\s*at /);
  const errorClass = CLASS.exec(head)?.[0];
  const from = errorClass === undefined ? -1 : head.lastIndexOf(errorClass);
  const said = from < 0 ? head : head.slice(from);
  const [sentence = ''] = said.split(/\n== SQL|;? ?\(?\bline \d+,? pos/);
  return sentence.replace(/^[\w.$]+(Exception|Error): /, '').trim();
};

/**
 * The error of this project for a statement that Spark could not run.
 * `linesBefore` is how many lines of ours came before the caller's SQL.
 */
export const queryFailure = (
  failed: SparkFailure,
  { sql, linesBefore }: { readonly sql: string; readonly linesBefore: number },
  engine: string,
): EtudeError => {
  const failure = failureOf(failed);
  const position = placeOf(failed.message, linesBefore);
  return warehouseError(
    failure,
    `${placeText(position)}${engine} did not answer the query: ${sentenceOf(failed.message)}\n${WAREHOUSE_ADVICE[failure]}`,
    { details: { sql, sqlState: failed.sqlState }, position },
  );
};

const httpStatusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null
    ? Reflect.get(error, 'statusCode')
    : undefined;

const connectionFailureOf = (error: unknown): WarehouseFailure => {
  const status = httpStatusOf(error);
  if (status === 401 || status === 403) return 'authentication';
  // The library has no codes: it only begins the message so.
  if (/^Authentication error/.test(errorText(error))) return 'authentication';
  return networkFailure(error) ?? 'unreachable';
};

/**
 * The error of this project for a connection that failed or was lost. The
 * library's own error is left out: it may carry headers with the password.
 */
export const connectionFailure = (
  error: unknown,
  { engine, address }: { readonly engine: string; readonly address: string },
): EtudeError => {
  if (isEtudeError(error)) return error;
  const failure = connectionFailureOf(error);
  return warehouseError(
    failure,
    `${engine} at ${address} did not take the connection: ${errorText(error)}\n${WAREHOUSE_ADVICE[failure]}`,
    { details: { address } },
  );
};
