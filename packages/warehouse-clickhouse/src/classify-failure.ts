import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';
import {
  WAREHOUSE_ADVICE,
  errorCode,
  errorText,
  networkFailure,
  placeText,
  positionAt,
  positionOfWord,
  warehouseError,
} from '@etude/warehouse';
import type { SqlPosition, WarehouseFailure } from '@etude/warehouse';

/**
 * Failures by ClickHouse's own numbers (`ErrorCodes.cpp`). Its analyzer has some
 * hundred ways to refuse a query; every other number below 700 that is no fault
 * of the machine is the writer's, and a few above.
 */
const BY_CODE: ReadonlyMap<string, WarehouseFailure> = new Map(
  (
    [
      ['not-read-only', [164]],
      ['sql', [701, 703, 704, 719, 721]],
      ['authentication', [192, 193, 194, 516, 720]],
      ['permission', [291, 497]],
      ['unreachable', [209, 210, 279, 999]],
      ['timeout', [159, 160]],
      ['quota', [158, 201, 202, 243, 307, 396, 700]],
      ['out-of-memory', [173, 241]],
      ['file', [74, 75, 76, 107, 228, 232, 246, 499, 636]],
      ['cancelled', [236, 394, 735]],
      // Faults of the server: logic, threads, checksums, missing replicas.
      ['engine', [40, 49, 84, 225, 242, 244, 245, 261, 271, 305, 439]],
    ] as const
  ).flatMap(([failure, codes]) =>
    codes.map(code => [String(code), failure] as const),
  ),
);

const isServerCode = (code: string): boolean => /^\d+$/.test(code);

/** The failure that an error of the client, the server or the network tells of. */
export const failureOf = (error: unknown): WarehouseFailure => {
  const message = errorText(error);
  const code = errorCode(error);
  if (code === undefined || !isServerCode(code)) {
    if (/^Timeout error|socket hang up/.test(message)) return 'unreachable';
    return networkFailure(error) ?? 'engine';
  }
  if (message.includes('Multi-statements')) return 'not-read-only';
  return BY_CODE.get(code) ?? (Number(code) < 700 ? 'sql' : 'engine');
};

// The parser counts bytes from 1, and "end of query" one past the last.
const parserPlace = (
  message: string,
  sql: string,
  offset: number,
): SqlPosition | null => {
  const found = /failed at position (\d+)/.exec(message);
  if (found === null) return null;
  const bytes = Math.max(Number(found[1]) - 1 - offset, 0);
  return positionAt(sql, Buffer.from(sql).subarray(0, bytes).toString().length);
};

// The analyzer names what it does not know, not where it stands.
const analyzerPlace = (message: string, sql: string): SqlPosition | null => {
  const named =
    /(?:identifier|Function with name|function|table|column|name) [`'"]([^`'"]+)[`'"]/i.exec(
      message,
    );
  const word = named?.[1]?.split('.').at(-1);
  return word === undefined ? null : positionOfWord(sql, word);
};

/**
 * An error of this project for whatever the client threw. `sql` is the person's
 * text, which began at `offset` of the text that the server saw.
 */
export const classifyFailure = (
  error: unknown,
  { sql, offset }: { readonly sql: string; readonly offset: number },
): EtudeError => {
  if (isEtudeError(error)) return error;
  const failure = failureOf(error);
  const message = errorText(error);
  const position =
    failure === 'sql'
      ? (parserPlace(message, sql, offset) ?? analyzerPlace(message, sql))
      : null;
  return warehouseError(
    failure,
    `${placeText(position)}ClickHouse did not answer the query: ${message.trim()}\n${WAREHOUSE_ADVICE[failure]}`,
    {
      details: { sql, clickhouseCode: errorCode(error) ?? null },
      position,
      cause: error,
    },
  );
};
