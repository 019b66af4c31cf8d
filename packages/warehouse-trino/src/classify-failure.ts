import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';
import { WAREHOUSE_ADVICE, placeText, warehouseError } from '@etude/warehouse';
import type { SqlPosition, WarehouseFailure } from '@etude/warehouse';
import type { QueryError } from 'trino-client';

/** Trino's names of errors that tell more than their type does. */
const BY_NAME: Readonly<Record<string, WarehouseFailure>> = {
  USER_CANCELED: 'cancelled',
  PERMISSION_DENIED: 'permission',
  READ_ONLY_VIOLATION: 'not-read-only',
  EXCEEDED_TIME_LIMIT: 'timeout',
  ABANDONED_QUERY: 'timeout',
  EXCEEDED_GLOBAL_MEMORY_LIMIT: 'out-of-memory',
  EXCEEDED_LOCAL_MEMORY_LIMIT: 'out-of-memory',
  EXCEEDED_FUNCTION_MEMORY_LIMIT: 'out-of-memory',
  CLUSTER_OUT_OF_MEMORY: 'out-of-memory',
  EXCEEDED_SPILL_LIMIT: 'out-of-memory',
  OUT_OF_SPILL_SPACE: 'out-of-memory',
  QUERY_QUEUE_FULL: 'quota',
  QUERY_REJECTED: 'quota',
  EXCEEDED_CPU_LIMIT: 'quota',
  EXCEEDED_SCAN_LIMIT: 'quota',
  ADMINISTRATIVELY_KILLED: 'quota',
  ADMINISTRATIVELY_PREEMPTED: 'quota',
  SERVER_STARTING_UP: 'unreachable',
  NO_NODES_AVAILABLE: 'unreachable',
  HIVE_BAD_DATA: 'file',
  HIVE_CANNOT_OPEN_SPLIT: 'file',
  HIVE_CURSOR_ERROR: 'file',
  HIVE_FILE_NOT_FOUND: 'file',
  HIVE_FILESYSTEM_ERROR: 'file',
  ICEBERG_BAD_DATA: 'file',
  ICEBERG_CANNOT_OPEN_SPLIT: 'file',
  ICEBERG_CURSOR_ERROR: 'file',
  ICEBERG_FILESYSTEM_ERROR: 'file',
  ICEBERG_MISSING_METADATA: 'file',
  DELTA_LAKE_BAD_DATA: 'file',
};

const BY_TYPE: Readonly<Record<string, WarehouseFailure>> = {
  USER_ERROR: 'sql',
  INSUFFICIENT_RESOURCES: 'quota',
  INTERNAL_ERROR: 'engine',
  EXTERNAL: 'engine',
};

/** What an HTTP status says when it comes instead of an answer. */
const BY_STATUS: Readonly<Record<number, WarehouseFailure>> = {
  401: 'authentication',
  403: 'authentication',
  404: 'unreachable',
  429: 'quota',
  502: 'unreachable',
  503: 'unreachable',
  504: 'unreachable',
};

/** The failure that Trino names; unknown names follow their type. */
export const failureOf = (
  error: Pick<QueryError, 'errorName' | 'errorType'>,
): WarehouseFailure =>
  BY_NAME[error.errorName] ?? BY_TYPE[error.errorType] ?? 'engine';

const PLACE = /^line (\d+):(\d+): /;

/** Trino's `line 2:17: ` at the start of a message, `linesBefore` ours. */
const placeOf = (message: string, linesBefore: number): SqlPosition | null => {
  const found = PLACE.exec(message);
  if (found === null) return null;
  return { line: Number(found[1]) - linesBefore, column: Number(found[2]) };
};

/**
 * The error of this project for one that Trino reports. `linesBefore` is how
 * many lines of ours came before the caller's SQL.
 */
export const queryFailure = (
  error: QueryError,
  sql: string,
  linesBefore: number,
): EtudeError => {
  const failure = failureOf(error);
  const position = placeOf(error.message, linesBefore);
  return warehouseError(
    failure,
    `${placeText(position)}Trino did not answer the query: ${error.message.replace(PLACE, '')} (${error.errorName})\n${WAREHOUSE_ADVICE[failure]}`,
    { details: { sql, errorName: error.errorName }, position },
  );
};

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Reflect.get(value, name)
    : undefined;

/** The HTTP status that came instead of an answer, if one did. */
export const httpStatusOf = (error: unknown): number | null => {
  const status = field(field(error, 'response'), 'status');
  return typeof status === 'number' ? status : null;
};

/**
 * The error of this project for a request that got no answer of Trino's. The
 * client's own error is left out: it carries the password.
 */
export const requestFailure = (error: unknown, server: string): EtudeError => {
  if (isEtudeError(error)) return error;
  const status = httpStatusOf(error);
  const code = field(error, 'code');
  const failure =
    status === null ? 'unreachable' : (BY_STATUS[status] ?? 'engine');
  const why =
    status === null
      ? `no answer (${typeof code === 'string' ? code : 'connection failed'})`
      : `status ${status}`;
  return warehouseError(
    failure,
    `Trino at ${server} did not take the query: ${why}.\n${WAREHOUSE_ADVICE[failure]}`,
    { details: { server, status, code } },
  );
};
