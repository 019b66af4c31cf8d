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

/** Failures by the numbers of Snowflake's server and of its client. */
const BY_CODE: ReadonlyMap<number, WarehouseFailure> = new Map(
  (
    [
      // The count of statements is not the one allowed.
      ['not-read-only', [8]],
      ['cancelled', [604]],
      ['timeout', [630, 631]],
      // No virtual warehouse, or one that may not be used.
      ['authentication', [606]],
      // Resource monitors, and queues that are full.
      ['quota', [625, 90073, 90109]],
      ['permission', [3001]],
      ['out-of-memory', [300005]],
      ['unreachable', [401001, 401002, 401003, 402001, 402002, 407002]],
    ] as const
  ).flatMap(([failure, codes]) => codes.map(code => [code, failure] as const)),
);

/** Numbers of logins that fail: users, keys, tokens, network policies. */
const isLoginCode = (code: number): boolean =>
  (code >= 390100 && code < 391000) ||
  // The client's own checks of what it was given.
  (code >= 404001 && code < 405000);

/** Failures by SQLSTATE, the first prefix that fits. */
const BY_SQLSTATE: readonly (readonly [string, WarehouseFailure])[] = [
  ['08001', 'unreachable'],
  ['28', 'authentication'],
  ['42501', 'permission'],
  ['53', 'quota'],
  ['57014', 'cancelled'],
  ['57P03', 'authentication'],
  ['XX', 'engine'],
  ...['02', '0A', '21', '22', '42'].map(prefix => [prefix, 'sql'] as const),
];

const fieldOf = (error: unknown, field: string): unknown =>
  typeof error === 'object' && error !== null
    ? Reflect.get(error, field)
    : undefined;

/** The failure that an error of the client, the server or the network tells of. */
export const failureOf = (error: unknown): WarehouseFailure => {
  const code = Number(errorCode(error));
  const state = fieldOf(error, 'sqlState');
  const byState =
    typeof state === 'string'
      ? BY_SQLSTATE.find(([prefix]) => state.startsWith(prefix))?.[1]
      : undefined;
  return (
    BY_CODE.get(code) ??
    (isLoginCode(code) ? 'authentication' : undefined) ??
    byState ??
    networkFailure(error) ??
    (/private key|passphrase|decrypt|OAuth/i.test(errorText(error))
      ? 'authentication'
      : 'engine')
  );
};

/**
 * `line 3 at position 8`, where positions count from 0; else the first place of
 * the object that is not there, which Snowflake writes in capitals.
 */
const placeOf = (message: string, sql: string): SqlPosition | null => {
  const found = /\bline (\d+) at position (\d+)/.exec(message);
  if (found !== null) {
    return { line: Number(found[1]), column: Number(found[2]) + 1 };
  }
  const named = /'([^']+)' does not exist/.exec(message)?.[1];
  const word = named?.split('.').at(-1);
  return word === undefined
    ? null
    : positionOfWord(sql.toUpperCase(), word.toUpperCase());
};

/**
 * The error of this project for whatever the client threw. The client's own is
 * left out: it may hold the answer to a login.
 */
export const classifyFailure = (error: unknown, sql: string): EtudeError => {
  if (isEtudeError(error)) return error;
  const failure = failureOf(error);
  const message = errorText(error).trim();
  const position = failure === 'sql' ? placeOf(message, sql) : null;
  return warehouseError(
    failure,
    `${placeText(position)}Snowflake did not answer the query: ${message}\n${WAREHOUSE_ADVICE[failure]}`,
    {
      details: { sql, snowflakeCode: errorCode(error) ?? null },
      position,
    },
  );
};
