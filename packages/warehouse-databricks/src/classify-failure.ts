import { isEtudeError } from '@etude/kernel';
import type { EtudeError } from '@etude/kernel';
import {
  WAREHOUSE_ADVICE,
  errorText,
  networkFailure,
  warehouseError,
} from '@etude/warehouse';
import type { WarehouseFailure } from '@etude/warehouse';
import { queryFailure } from '@etude/warehouse-spark';
import type { Statement, StatementLimits } from '@etude/warehouse-spark';

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const textOf = (value: unknown): string | null =>
  typeof value === 'string' ? value : null;

/** What the server says of a statement, and where the client keeps it. */
const serverWords = (
  error: unknown,
): { readonly message: string; readonly sqlState: string | null } | null => {
  if (!isRecord(error)) return null;
  const response = error['response'];
  if (isRecord(response)) {
    const message =
      textOf(response['errorMessage']) ?? textOf(response['displayMessage']);
    if (message !== null) {
      return { message, sqlState: textOf(response['sqlState']) };
    }
  }
  // The client's name for what the server refuses at once.
  return error['name'] === 'StatusError' || error['name'] === 'Status Error'
    ? { message: errorText(error), sqlState: textOf(error['sqlState']) }
    : null;
};

const connectionFailureOf = (error: unknown): WarehouseFailure => {
  const text = errorText(error);
  const response = isRecord(error) ? error['response'] : undefined;
  const status = isRecord(response) ? response['status'] : undefined;
  const code = isRecord(error) ? error['statusCode'] : undefined;
  if ([401, 403].includes(Number(status ?? code))) return 'authentication';
  if (
    /\b40[13]\b|authenticat|unauthori[sz]ed|invalid_client|forbidden/i.test(
      text,
    )
  ) {
    return 'authentication';
  }
  if (/\b429\b/.test(text)) return 'quota';
  return networkFailure(error) ?? 'unreachable';
};

/**
 * The error of this project for whatever the client threw. The client's own is
 * left out: it may hold a request with its token.
 */
export const classifyFailure = (
  error: unknown,
  statement: Statement,
  { engine, address }: StatementLimits,
): EtudeError => {
  if (isEtudeError(error)) return error;
  const words = serverWords(error);
  if (words !== null) return queryFailure(words, statement, engine);
  const failure = connectionFailureOf(error);
  return warehouseError(
    failure,
    `${engine} at ${address} did not answer: ${errorText(error)}\n${WAREHOUSE_ADVICE[failure]}`,
    { details: { address } },
  );
};
