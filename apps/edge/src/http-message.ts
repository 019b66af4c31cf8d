/** Headers of a request by lower-case name. */
export type RequestHeaders = Readonly<
  Record<string, string | readonly string[] | undefined>
>;

/** A request with its whole body, independent of sockets. */
export type EdgeRequest = {
  readonly method: string;
  /** Path without the query, still percent-encoded. */
  readonly path: string;
  /** What follows the question mark, still percent-encoded. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: RequestHeaders;
  /** The body as it came. */
  readonly bytes: Uint8Array;
  /** The body as text (UTF-8). */
  readonly body: string;
};

/** An open answer that more text can be written to. */
export type StreamSink = {
  /** False once the client reads too slowly or is gone. */
  readonly write: (text: string) => boolean;
  readonly end: () => void;
};

/** An answer, independent of sockets. CORS headers are added by the server. */
export type EdgeResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Present where it was known when the answer was made. */
  readonly prepared?: PreparedAnswer;
  /**
   * Keeps the answer open after `body`; gives what is to be called once the
   * client is gone.
   */
  readonly stream?: (sink: StreamSink) => () => void;
};

/** What a server would otherwise work out each time it sends an answer. */
export type PreparedAnswer = {
  /** See {@link headerList}; with the length of the body. */
  readonly headers: string[];
  /** `latin1`, which is written faster, where it gives the same bytes. */
  readonly encoding: 'latin1' | 'utf8';
};

/** An answer whose body is text. */
export type TextResponse = EdgeResponse & { readonly body: string };

/** An answer that is there at once, or later. */
export type EdgeAnswer = EdgeResponse | Promise<EdgeResponse>;

/** Answers the requests that it has a route for; null for others. */
export type EdgeRoutes = (request: EdgeRequest) => EdgeAnswer | null;

const decoder = new TextDecoder();

/** What a {@link BufferedRequest} is made of. */
export type RequestParts = Omit<EdgeRequest, 'body' | 'query'> & {
  readonly query?: string;
};

/** A request whose text is decoded when it is first read. */
export class BufferedRequest implements EdgeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: RequestHeaders;
  readonly bytes: Uint8Array;
  #body: string | null = null;

  constructor(parts: RequestParts) {
    this.method = parts.method;
    this.path = parts.path;
    this.query = parts.query ?? '';
    this.headers = parts.headers;
    this.bytes = parts.bytes;
  }

  get body(): string {
    this.#body ??= decoder.decode(this.bytes);
    return this.#body;
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' };

/** A JSON answer; `headers` are added to the content type. */
export const jsonResponse = (
  status: number,
  body: unknown,
  headers?: Readonly<Record<string, string>>,
): TextResponse => jsonTextResponse(status, JSON.stringify(body), headers);

/** A JSON answer whose text is there already. */
export const jsonTextResponse = (
  status: number,
  body: string,
  headers?: Readonly<Record<string, string>>,
): TextResponse => ({
  status,
  headers: headers ? { ...JSON_HEADERS, ...headers } : JSON_HEADERS,
  body,
});

/** An answer without a body. */
export const emptyResponse = (
  status: number,
  headers: Readonly<Record<string, string>> = {},
): EdgeResponse => ({ status, headers, body: '' });

/**
 * The headers of an answer as names and values in turn, with those that let
 * browsers of any origin read it.
 */
export const headerList = ({ headers }: EdgeResponse): string[] => {
  const list = ['access-control-allow-origin', '*'];
  let isExposed = false;
  for (const name in headers) {
    const value = headers[name];
    if (value === undefined) continue;
    list.push(name, value);
    if (name === 'etag' || name === 'retry-after') isExposed = true;
  }
  if (isExposed) {
    list.push('access-control-expose-headers', 'ETag, Retry-After');
  }
  return list;
};

const encoder = new TextEncoder();

const withLength = (answer: TextResponse, length: number): EdgeResponse => {
  const { status, headers, body } = answer;
  const list = headerList(answer);
  list.push('content-length', String(length));
  const encoding = length === body.length ? 'latin1' : 'utf8';
  return { status, headers, body, prepared: { headers: list, encoding } };
};

/** The answer with what a server needs to send it again and again. */
export const prepared = (answer: TextResponse): EdgeResponse =>
  withLength(answer, encoder.encode(answer.body).length);

/** An answer of ASCII, which a server need not measure nor encode. */
export const preparedAscii = (answer: TextResponse): EdgeResponse =>
  withLength(answer, answer.body.length);

/** True when every character of a text is one byte in UTF-8. */
export const isAscii = (text: string): boolean =>
  encoder.encode(text).length === text.length;

/** The answer to a request with a larger body than the edge reads. */
export const TOO_LARGE = jsonResponse(413, {
  code: 3,
  message: 'The body is too large. Send less at once.',
});

/** Largest body that is read, unless configured otherwise. */
export const MAX_BODY_BYTES = 2 * 1024 * 1024;

/** Headers of the answer to a CORS preflight. */
export const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  // The asterisk is not for Authorization, and none to old browsers.
  'access-control-allow-headers':
    '*, Authorization, Content-Type, If-None-Match, X-API-Key, X-CONFIDENCE-TELEMETRY',
  'access-control-max-age': '86400',
};
