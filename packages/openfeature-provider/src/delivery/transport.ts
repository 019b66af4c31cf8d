/** The part of `fetch` that the providers use. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How to reach an edge. */
export type EdgeConnection = {
  /** Such as `https://flags.example.com`, without a slash at the end. */
  readonly url: string;
  readonly clientSecret: string;
  readonly fetch: Fetch;
};

/** An answer of the edge that is not a success, or none at all. */
export class EdgeRequestError extends Error {
  /** HTTP status; null when there was no answer. */
  readonly status: number | null;

  constructor(message: string, status: number | null, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'EdgeRequestError';
    this.status = status;
  }

  /** True where sending the same again may succeed. */
  get isRetryable(): boolean {
    return (
      this.status === null ||
      this.status === 408 ||
      this.status === 429 ||
      this.status >= 500
    );
  }
}

/** What a request to the edge says besides its path. */
export type EdgeRequestInit = {
  readonly method: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Lets the request outlive the page that sends it. */
  readonly keepalive?: boolean;
  /** Ends the request; without it, half a minute without an answer does. */
  readonly signal?: AbortSignal;
};

/** How long an edge may take that accepts requests and answers none. */
const ANSWER_MS = 30_000;

// The secret is in a header and never in the URL, which proxies log.
const initOf = (
  connection: EdgeConnection,
  { method, headers, body, keepalive, signal }: EdgeRequestInit,
): RequestInit => ({
  method,
  headers: {
    authorization: `Bearer ${connection.clientSecret}`,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  },
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  ...(keepalive === undefined ? {} : { keepalive }),
  signal: signal ?? AbortSignal.timeout(ANSWER_MS),
});

/**
 * The edge's answer with a 2xx status or 304.
 *
 * @throws EdgeRequestError for any other status, or without an answer.
 */
export const requestEdge = async (
  connection: EdgeConnection,
  path: string,
  init: EdgeRequestInit,
): Promise<Response> => {
  let response: Response;
  try {
    response = await connection.fetch(
      `${connection.url}${path}`,
      initOf(connection, init),
    );
  } catch (cause) {
    throw new EdgeRequestError(
      `The edge at ${connection.url} did not answer. Check the address and the network.`,
      null,
      cause,
    );
  }
  if (response.ok || response.status === 304) return response;
  throw new EdgeRequestError(
    response.status === 401 || response.status === 403
      ? `The edge at ${connection.url} refused the client secret (status ${response.status}). Check that it is not revoked and is of the right kind: server or browser.`
      : `The edge at ${connection.url} answered ${init.method} ${path} with status ${response.status}.`,
    response.status,
  );
};
