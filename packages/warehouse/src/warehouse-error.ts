import { EtudeError } from '@etude/kernel';
import type { ErrorKind } from '@etude/kernel';
import type { SqlPosition } from './sql-position';

/** Why a warehouse gave no answer. */
export type WarehouseFailure =
  | 'sql'
  | 'not-read-only'
  | 'permission'
  | 'authentication'
  | 'unreachable'
  | 'timeout'
  | 'quota'
  | 'out-of-memory'
  | 'file'
  | 'cancelled'
  | 'closed'
  | 'client-missing'
  | 'engine';

/** The stable code of each failure, the same for every engine. */
export const WAREHOUSE_ERROR_CODES: Readonly<Record<WarehouseFailure, string>> =
  {
    sql: 'ETUDE_WAREHOUSE_SQL',
    'not-read-only': 'ETUDE_WAREHOUSE_NOT_READ_ONLY',
    permission: 'ETUDE_WAREHOUSE_PERMISSION',
    authentication: 'ETUDE_WAREHOUSE_AUTHENTICATION',
    unreachable: 'ETUDE_WAREHOUSE_UNREACHABLE',
    timeout: 'ETUDE_WAREHOUSE_TIMEOUT',
    quota: 'ETUDE_WAREHOUSE_QUOTA',
    'out-of-memory': 'ETUDE_WAREHOUSE_OUT_OF_MEMORY',
    file: 'ETUDE_WAREHOUSE_FILE',
    cancelled: 'ETUDE_WAREHOUSE_CANCELLED',
    closed: 'ETUDE_WAREHOUSE_CLOSED',
    'client-missing': 'ETUDE_WAREHOUSE_CLIENT_MISSING',
    engine: 'ETUDE_WAREHOUSE_ENGINE',
  };

// A table that may not be read is mended by whoever named it; the account that
// we log in with is not theirs.
const KINDS: Readonly<Record<WarehouseFailure, ErrorKind>> = {
  sql: 'user',
  'not-read-only': 'user',
  permission: 'user',
  authentication: 'operational',
  unreachable: 'operational',
  timeout: 'operational',
  quota: 'operational',
  'out-of-memory': 'operational',
  file: 'operational',
  cancelled: 'operational',
  closed: 'bug',
  'client-missing': 'operational',
  engine: 'operational',
};

/** What to do about each failure, in one sentence that ends a message. */
export const WAREHOUSE_ADVICE: Readonly<Record<WarehouseFailure, string>> = {
  sql: 'Correct the query or the definition it comes from.',
  'not-read-only': 'Send one SELECT.',
  permission:
    'Let the account of this warehouse read what the query names, or name something else.',
  authentication:
    'Check the account and its secret in the configuration of this warehouse.',
  unreachable:
    'Check that the warehouse runs, its host and port, and that the network lets this machine through.',
  timeout:
    'Compute fewer metrics or a shorter period at once, or raise the time limit of this warehouse.',
  quota:
    'Wait until other queries are done, or raise the limit on the warehouse.',
  'out-of-memory':
    'Give the engine more memory, or compute fewer metrics or a shorter period at once.',
  file: 'Check that the file is there and readable, then try again.',
  cancelled: 'Run it again when you need the answer.',
  closed: 'Open a new driver.',
  'client-missing': 'Install the client library, then start the backend again.',
  engine: 'Try again; if it fails again, please report it.',
};

export type WarehouseErrorOptions = {
  readonly details?: Readonly<Record<string, unknown>>;
  /** Where in the given SQL; kept as `details.line` and `details.column`. */
  readonly position?: SqlPosition | null;
  readonly cause?: unknown;
};

/** The error that a driver throws for a failure it has classified. */
export const warehouseError = (
  failure: WarehouseFailure,
  message: string,
  { details, position, cause }: WarehouseErrorOptions = {},
): EtudeError =>
  new EtudeError(message, {
    code: WAREHOUSE_ERROR_CODES[failure],
    kind: KINDS[failure],
    details: { ...details, ...position },
    cause,
  });
