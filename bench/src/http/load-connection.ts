import { connect } from 'node:net';

const HEAD_END = '\r\n\r\n';
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;

/** An answer at the start of `bytes`; null when it is not all there yet. */
const readAnswer = (
  bytes: Buffer,
): { readonly status: number; readonly length: number } | null => {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const bodyLength = Number(CONTENT_LENGTH.exec(head)?.[1] ?? 0);
  const length = headEnd + HEAD_END.length + bodyLength;
  // "HTTP/1.1 200 OK": the status is at a fixed place.
  const status = Number(head.slice(9, 12));
  return bytes.length < length ? null : { status, length };
};

/** A connection with one request in flight at most. */
export type LoadConnection = {
  readonly send: (request: Buffer) => void;
  readonly close: () => void;
};

/** Told of what comes back on a connection. */
export type LoadListener = {
  readonly onAnswer: (connection: LoadConnection, status: number) => void;
  readonly onFailure: (error: Error) => void;
};

/**
 * Opens a connection. Bare sockets: an HTTP client in Node needs as much CPU
 * as the server that it is to load.
 */
export const openConnection = (
  port: number,
  { onAnswer, onFailure }: LoadListener,
): Promise<LoadConnection> =>
  new Promise(resolve => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received: Buffer = Buffer.alloc(0);
    const connection: LoadConnection = {
      send: request => socket.write(request),
      close: () => socket.destroy(),
    };
    socket.on('connect', () => resolve(connection));
    socket.on('data', (chunk: Buffer) => {
      received =
        received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = readAnswer(received);
      if (answer === null) return;
      received = received.subarray(answer.length);
      onAnswer(connection, answer.status);
    });
    socket.on('error', onFailure);
    socket.on('end', () =>
      onFailure(new Error('The server closed a connection under load.')),
    );
  });
