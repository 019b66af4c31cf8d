import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';
import {
  WAREHOUSE_ADVICE,
  errorCode,
  errorText,
  networkFailure,
  placeText,
  positionAt,
  warehouseError,
} from '@etude/warehouse';
import type { SqlPosition, WarehouseFailure } from '@etude/warehouse';

/**
 * Failures by SQLSTATE (PostgreSQL, appendix A), the first prefix that fits;
 * Redshift uses the same codes.
 */
const BY_SQLSTATE: readonly (readonly [string, WarehouseFailure])[] = [
  ['08P01', 'sql'], // Parameters without values.
  ['08', 'unreachable'],
  ['25006', 'not-read-only'],
  ['28', 'authentication'],
  ['3D000', 'authentication'],
  ['42501', 'permission'],
  ['53100', 'quota'],
  ['53200', 'out-of-memory'],
  ['53', 'quota'],
  ['55P03', 'quota'], // A lock that another session holds.
  ['57014', 'timeout'],
  ['57P', 'unreachable'],
  ['58', 'file'],
  ...[
    '0A',
    '20',
    '21',
    '22',
    '25',
    '2F',
    '34',
    '38',
    '39',
    '3F',
    '42',
    '44',
    '55',
  ].map(prefix => [prefix, 'sql'] as const),
  ['54', 'sql'],
];

/** What the client says without a code. */
const BY_MESSAGE: readonly (readonly [RegExp, WarehouseFailure])[] = [
  [/^SASL|password must be a string/, 'authentication'],
  [/SSL connections|SSL connection/, 'unreachable'],
  [/timeout exceeded when trying to connect/, 'unreachable'],
  [/Connection terminated|Client has encountered a connection/, 'unreachable'],
];

const fieldOf = (error: unknown, field: string): string | undefined => {
  const value: unknown =
    typeof error === 'object' && error !== null
      ? Reflect.get(error, field)
      : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** The failure that an error of `pg` or of the network tells of. */
export const failureOf = (error: unknown): WarehouseFailure => {
  const code = errorCode(error);
  const message = errorText(error);
  if (code === '42601' && message.includes('multiple commands')) {
    return 'not-read-only';
  }
  if (code === undefined) {
    return (
      BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ?? 'engine'
    );
  }
  return (
    networkFailure(error) ??
    BY_SQLSTATE.find(([prefix]) => code.startsWith(prefix))?.[1] ??
    'engine'
  );
};

// Characters, not UTF-16 units, are counted by the server, from 1.
const placeOf = (error: unknown, sql: string): SqlPosition | null => {
  const position = Number(fieldOf(error, 'position'));
  if (!(position > 0)) return null;
  const before = Array.from(sql)
    .slice(0, position - 1)
    .join('');
  return positionAt(sql, before.length);
};

/** An error of this project for whatever `pg` threw. */
export const classifyFailure = (
  error: unknown,
  { sql, engine }: { readonly sql: string; readonly engine: string },
): EtudeError => {
  if (isEtudeError(error)) return error;
  const failure = failureOf(error);
  const position = placeOf(error, sql);
  const hint = fieldOf(error, 'hint');
  return warehouseError(
    failure,
    `${placeText(position)}${engine} did not answer the query: ${errorText(error)}.${hint === undefined ? '' : ` ${hint}`}\n${WAREHOUSE_ADVICE[failure]}`,
    {
      details: { sql, sqlState: errorCode(error) ?? null },
      position,
      cause: error,
    },
  );
};
