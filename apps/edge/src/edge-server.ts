import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { EdgeHandler } from './edge-handler';
import { CORS_HEADERS, jsonResponse } from './http-message';
import type { EdgeResponse } from './http-message';

/** Options of {@link createEdgeServer}. */
export type EdgeServerOptions = {
  readonly handle: EdgeHandler;
  readonly isDraining: () => boolean;
  /** Told of failures inside the edge, which clients see as 500. */
  readonly onError: (error: unknown) => void;
  /** Largest body. Default 2 MiB. */
  readonly maxBodyBytes?: number;
};

const DEFAULT_MAX_BODY_BYTES = 2 * 1024 * 1024;

/** Bounds on clients that send slowly or not at all. */
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
};

/** The whole body as text, or null when it is larger than `maxBytes`. */
const readBody = (
  request: IncomingMessage,
  maxBytes: number,
): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maxBytes) {
        request.pause();
        resolve(null);
      } else {
        chunks.push(chunk);
      }
    });
    request.on('end', () => {
      const [only] = chunks;
      const whole =
        chunks.length === 1 && only ? only : Buffer.concat(chunks, bytes);
      resolve(whole.toString('utf8'));
    });
    request.on('error', reject);
  });

const send = (
  response: ServerResponse,
  answer: EdgeResponse,
  connection: 'keep' | 'close',
): void => {
  response.writeHead(answer.status, {
    ...CORS_HEADERS,
    ...answer.headers,
    ...(connection === 'close' ? { connection: 'close' } : {}),
    ...(answer.status === 304 || answer.status === 204
      ? {}
      : { 'content-length': Buffer.byteLength(answer.body) }),
  });
  response.end(answer.body);
};

const pathOf = (url: string): string => {
  const query = url.indexOf('?');
  return query < 0 ? url : url.slice(0, query);
};

const TOO_LARGE = jsonResponse(413, {
  code: 3,
  message: 'The body is too large. Send fewer events at once.',
});

const FAILED = jsonResponse(500, {
  code: 13,
  message: 'The edge failed on this request. It has been reported in its log.',
});

/**
 * An HTTP server around a handler: reads bodies within bounds of size and
 * time, adds CORS headers, and closes connections while draining.
 */
export const createEdgeServer = (options: EdgeServerOptions): Server => {
  const maxBytes = options.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES;
  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    const body = await readBody(request, maxBytes);
    if (body === null) return send(response, TOO_LARGE, 'close');
    const result = await options.handle({
      method: request.method ?? 'GET',
      path: pathOf(request.url ?? '/'),
      headers: request.headers,
      body,
    });
    send(response, result, options.isDraining() ? 'close' : 'keep');
  };
  return createServer(TIMEOUTS, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      // A client that hung up in the middle of its body is not our failure.
      if (request.destroyed && !request.complete) return;
      options.onError(error);
      if (response.headersSent) response.destroy();
      else send(response, FAILED, 'close');
    });
  });
};

const DRAIN_MS = 10_000;

/** Stops accepting, lets requests in flight finish, then closes. */
export const drainServer = (server: Server): Promise<void> =>
  new Promise(resolve => {
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(deadline);
      resolve();
    });
  });
