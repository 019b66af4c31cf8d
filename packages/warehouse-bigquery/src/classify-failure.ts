import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';
import {
  WAREHOUSE_ADVICE,
  errorCode,
  errorText,
  networkFailure,
  placeText,
  positionOfWord,
  warehouseError,
} from '@etude/warehouse';
import type { SqlPosition, WarehouseFailure } from '@etude/warehouse';

/** Failures by the `reason` of BigQuery's API (its table of error messages). */
const BY_REASON: Readonly<Record<string, WarehouseFailure>> = {
  accessDenied: 'permission',
  authError: 'authentication',
  backendError: 'unreachable',
  billingNotEnabled: 'quota',
  billingTierLimitExceeded: 'quota',
  blocked: 'quota',
  bytesBilledLimitExceeded: 'quota',
  invalid: 'sql',
  invalidQuery: 'sql',
  jobBackendError: 'engine',
  jobInternalError: 'engine',
  jobRateLimitExceeded: 'quota',
  notFound: 'sql',
  notImplemented: 'sql',
  quotaExceeded: 'quota',
  rateLimitExceeded: 'quota',
  resourceInUse: 'quota',
  resourcesExceeded: 'out-of-memory',
  responseTooLarge: 'sql',
  stopped: 'cancelled',
  tableUnavailable: 'unreachable',
  timeout: 'timeout',
};

/** Failures by HTTP status, where no reason is known. */
const BY_STATUS: Readonly<Record<string, WarehouseFailure>> = {
  '400': 'sql',
  '401': 'authentication',
  '403': 'permission',
  '404': 'sql',
  '429': 'quota',
  '500': 'engine',
  '502': 'unreachable',
  '503': 'unreachable',
  '504': 'unreachable',
};

// Errors of the login have no reason, and no code of BigQuery's.
const IS_LOGIN =
  /invalid_grant|invalid_client|invalid_target|unauthorized_client|Could not load the default credentials|DECODER routines|private_key|client_email|unable to impersonate|subject token/i;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** The first of the API's own errors. */
const apiError = (
  error: unknown,
): { readonly reason?: string; readonly message?: string } => {
  const errors = isRecord(error) ? error['errors'] : undefined;
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  if (!isRecord(first)) return {};
  const { reason, message } = first;
  return {
    ...(typeof reason === 'string' ? { reason } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
};

/** The failure that an error of the client, the API or the network tells of. */
export const failureOf = (error: unknown): WarehouseFailure => {
  const { reason } = apiError(error);
  const code = errorCode(error) ?? '';
  const text = errorText(error);
  // A query that ran into its limit is stopped, like one that somebody ended.
  if (reason === 'stopped' && /tim(?:ed|e) ?out/i.test(text)) return 'timeout';
  if (code === '401') return 'authentication';
  // A name that nobody wrote but us.
  if (/^Not found: Job\b/.test(text)) return 'engine';
  return (
    (reason === undefined ? undefined : BY_REASON[reason]) ??
    (IS_LOGIN.test(text) ? 'authentication' : undefined) ??
    networkFailure(error) ??
    BY_STATUS[code] ??
    (/socket hang up|network timeout|timeout/i.test(text)
      ? 'unreachable'
      : 'engine')
  );
};

/** `… at [3:8]`, or the first place of the table that is not there. */
const placeOf = (message: string, sql: string): SqlPosition | null => {
  const found = /\[(\d+):(\d+)\]/.exec(message);
  if (found !== null) {
    return { line: Number(found[1]), column: Number(found[2]) };
  }
  const table = /Not found: Table [^\s]*[.:]([\w-]+)/.exec(message)?.[1];
  return table === undefined ? null : positionOfWord(sql, table);
};

/**
 * The error of this project for whatever the client threw. The client's own is
 * left out: it holds its request with the token.
 */
export const classifyFailure = (error: unknown, sql: string): EtudeError => {
  if (isEtudeError(error)) return error;
  const failure = failureOf(error);
  const { reason, message = errorText(error) } = apiError(error);
  const position = failure === 'sql' ? placeOf(message, sql) : null;
  return warehouseError(
    failure,
    `${placeText(position)}BigQuery did not answer the query: ${message.trim()}\n${WAREHOUSE_ADVICE[failure]}`,
    { details: { sql, reason: reason ?? errorCode(error) ?? null }, position },
  );
};
