import type { WarehouseFailure } from './warehouse-error';

/** Codes of Node's errors for a host that cannot be reached or not trusted. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'EPROTO',
  'ERR_SSL_WRONG_VERSION_NUMBER',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const fieldOf = (error: unknown, field: string): unknown =>
  typeof error === 'object' && error !== null
    ? Reflect.get(error, field)
    : undefined;

/**
 * The code that an error of a client or of Node carries, as text. Several
 * addresses of one host fail together, each with the code.
 */
export const errorCode = (error: unknown): string | undefined => {
  const code =
    fieldOf(error, 'code') ??
    (error instanceof AggregateError
      ? fieldOf(error.errors[0], 'code')
      : undefined);
  return typeof code === 'string' || typeof code === 'number'
    ? String(code)
    : undefined;
};

/** `unreachable` for errors of the network and of TLS, else null. */
export const networkFailure = (error: unknown): WarehouseFailure | null => {
  const code = errorCode(error);
  return code !== undefined && UNREACHABLE.has(code) ? 'unreachable' : null;
};

/** An error's message, or its code where the message is empty. */
export const errorText = (error: unknown): string => {
  const message = error instanceof Error ? error.message : String(error);
  return message === '' ? (errorCode(error) ?? 'no reason given') : message;
};
