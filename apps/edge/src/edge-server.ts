import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { BufferedMessage } from './buffered-message';
import type { EdgeHandler } from './edge-handler';
import {
  BufferedRequest,
  MAX_BODY_BYTES,
  TOO_LARGE,
  headerList,
  jsonResponse,
} from './http-message';
import type { EdgeResponse, StreamSink } from './http-message';

/** Options of {@link createEdgeServer}. */
export type EdgeServerOptions = {
  readonly handle: EdgeHandler;
  readonly isDraining: () => boolean;
  /** Told of failures inside the edge, which clients see as 500. */
  readonly onError: (error: unknown) => void;
  /** Largest body. Default 2 MiB. */
  readonly maxBodyBytes?: number;
  /** Connections at once; more are turned away. Default 10,000. */
  readonly maxConnections?: number;
};

const DEFAULT_MAX_CONNECTIONS = 10_000;
const MAX_HEADERS = 100;

/** What may wait for a client that does not read its stream. */
const MAX_STREAM_BYTES = 64 * 1024;

/** Bounds on clients that send slowly or not at all. */
const TIMEOUTS = {
  headersTimeout: 5_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
};

/** For how long a client may read nothing of its answer. */
const IDLE_MS = 120_000;

type Ending = 'keep' | 'close';

/** Headers as a flat list, which node writes without copying. */
const headersOf = (answer: EdgeResponse, ending: Ending): string[] => {
  const list = headerList(answer);
  const { status, body, stream } = answer;
  if (ending === 'close') list.push('connection', 'close');
  if (status !== 304 && status !== 204 && stream === undefined) {
    list.push('content-length', String(Buffer.byteLength(body)));
  }
  return list;
};

const sinkOf = (response: ServerResponse): StreamSink => ({
  write: text => {
    if (response.destroyed || response.writableLength > MAX_STREAM_BYTES) {
      return false;
    }
    response.write(text);
    return true;
  },
  end: () => {
    // A client that does not read would never let the end through.
    if (response.writableLength > MAX_STREAM_BYTES) response.destroy();
    else response.end();
  },
});

/** Hangs up on a client that reads nothing of what it was sent. */
const boundReading = ({ socket }: ServerResponse): void => {
  // Only a client that reads slowly leaves something to write.
  if (socket !== null && socket.writableLength > 0) socket.setTimeout(IDLE_MS);
};

const send = (
  response: ServerResponse,
  answer: EdgeResponse,
  ending: Ending,
): void => {
  const { prepared } = answer;
  if (prepared !== undefined && ending === 'keep') {
    response.writeHead(answer.status, prepared.headers);
    response.end(answer.body, prepared.encoding);
    boundReading(response);
    return;
  }
  response.writeHead(answer.status, headersOf(answer, ending));
  if (answer.stream === undefined) {
    response.end(answer.body);
    boundReading(response);
    return;
  }
  response.write(answer.body);
  response.on('close', answer.stream(sinkOf(response)));
};

/** What a proxy may put before the path (RFC 9112, section 3.2.2). */
const ORIGIN = /^https?:\/\/[^/?]*/i;

const requestOf = (
  request: IncomingMessage,
  bytes: Uint8Array,
): BufferedRequest => {
  const target = request.url ?? '/';
  const url = target.startsWith('/') ? target : target.replace(ORIGIN, '');
  const mark = url.indexOf('?');
  return new BufferedRequest({
    method: request.method ?? 'GET',
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? '' : url.slice(mark + 1),
    headers: request.headers,
    bytes,
  });
};

const FAILED = jsonResponse(500, {
  code: 13,
  message: 'The edge failed on this request. It has been reported in its log.',
});

/**
 * An HTTP server around a handler: reads bodies within bounds of size and
 * time, adds CORS headers, and closes connections while draining.
 */
export const createEdgeServer = (options: EdgeServerOptions): Server => {
  const { handle, isDraining, onError } = options;
  const maxBytes = options.maxBodyBytes ?? MAX_BODY_BYTES;
  const fail = (response: ServerResponse, error: unknown): void => {
    onError(error);
    if (response.headersSent) response.destroy();
    else send(response, FAILED, 'close');
  };
  const respond = (response: ServerResponse, answer: EdgeResponse): void => {
    // A client that has hung up meanwhile needs no answer.
    if (response.destroyed) return;
    send(response, answer, isDraining() ? 'close' : 'keep');
  };
  const respondOrFail = (
    response: ServerResponse,
    answer: EdgeResponse,
  ): void => {
    try {
      respond(response, answer);
    } catch (error) {
      fail(response, error);
    }
  };
  const answer = (
    request: IncomingMessage,
    response: ServerResponse,
    bytes: Uint8Array,
  ): void => {
    try {
      const result = handle(requestOf(request, bytes));
      if (!(result instanceof Promise)) {
        respond(response, result);
        return;
      }
      result.then(
        later => respondOrFail(response, later),
        (error: unknown) => fail(response, error),
      );
    } catch (error) {
      fail(response, error);
    }
  };
  const server = createServer(
    { ...TIMEOUTS, IncomingMessage: BufferedMessage },
    (request, response) => {
      request.takeBody(maxBytes, bytes => {
        if (bytes === null) send(response, TOO_LARGE, 'close');
        else answer(request, response, bytes);
      });
    },
  );
  server.maxConnections = options.maxConnections ?? DEFAULT_MAX_CONNECTIONS;
  server.maxHeadersCount = MAX_HEADERS;
  return server;
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
