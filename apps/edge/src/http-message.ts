import type { IncomingHttpHeaders } from 'node:http';

/** A request with its whole body, independent of sockets. */
export type EdgeRequest = {
  readonly method: string;
  /** Path without the query, still percent-encoded. */
  readonly path: string;
  /** Lower-case names. */
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
};

/** An answer, independent of sockets. CORS headers are added by the server. */
export type EdgeResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

const JSON_HEADERS = { 'content-type': 'application/json' };

/** A JSON answer; `headers` are added to the content type. */
export const jsonResponse = (
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): EdgeResponse => jsonTextResponse(status, JSON.stringify(body), headers);

/** A JSON answer whose text is there already. */
export const jsonTextResponse = (
  status: number,
  body: string,
  headers?: Readonly<Record<string, string>>,
): EdgeResponse => ({
  status,
  headers: headers ? { ...JSON_HEADERS, ...headers } : JSON_HEADERS,
  body,
});

/** An answer without a body. */
export const emptyResponse = (
  status: number,
  headers: Readonly<Record<string, string>> = {},
): EdgeResponse => ({ status, headers, body: '' });

/** Headers that let browsers of any origin use the edge. */
export const CORS_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'ETag, Retry-After',
};

/** Headers of the answer to a CORS preflight. */
export const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers':
    'Authorization, Content-Type, If-None-Match, X-API-Key, X-CONFIDENCE-TELEMETRY',
  'access-control-max-age': '86400',
};
