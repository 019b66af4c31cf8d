import { EtudeError } from '@etude/kernel';
import type { ErrorKind } from '@etude/kernel';

/** Why a warehouse gave no answer. */
export type WarehouseFailure =
  | 'sql'
  | 'not-read-only'
  | 'out-of-memory'
  | 'file'
  | 'cancelled'
  | 'closed'
  | 'engine';

/** The stable code of each failure, the same for every engine. */
export const WAREHOUSE_ERROR_CODES: Readonly<Record<WarehouseFailure, string>> =
  {
    sql: 'ETUDE_WAREHOUSE_SQL',
    'not-read-only': 'ETUDE_WAREHOUSE_NOT_READ_ONLY',
    'out-of-memory': 'ETUDE_WAREHOUSE_OUT_OF_MEMORY',
    file: 'ETUDE_WAREHOUSE_FILE',
    cancelled: 'ETUDE_WAREHOUSE_CANCELLED',
    closed: 'ETUDE_WAREHOUSE_CLOSED',
    engine: 'ETUDE_WAREHOUSE_ENGINE',
  };

const KINDS: Readonly<Record<WarehouseFailure, ErrorKind>> = {
  sql: 'user',
  'not-read-only': 'user',
  'out-of-memory': 'operational',
  file: 'operational',
  cancelled: 'operational',
  closed: 'bug',
  engine: 'operational',
};

export type WarehouseErrorOptions = {
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
};

/** The error that a driver throws for a failure it has classified. */
export const warehouseError = (
  failure: WarehouseFailure,
  message: string,
  options: WarehouseErrorOptions = {},
): EtudeError =>
  new EtudeError(message, {
    code: WAREHOUSE_ERROR_CODES[failure],
    kind: KINDS[failure],
    ...options,
  });
