import { connect } from 'node:net';

/** Told of every answer: its status and how long it took. */
export type OnAnswer = (status: number, ms: number) => void;

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

/**
 * Keeps one request in flight on a connection of its own while `next` gives
 * one; resolves when it gives null. Bare sockets: an HTTP client in Node needs
 * as much CPU as the server that it is to load.
 */
export const driveConnection = (
  port: number,
  next: () => Buffer | null,
  onAnswer: OnAnswer,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received: Buffer = Buffer.alloc(0);
    let sentAt = 0;
    const send = () => {
      const request = next();
      if (request === null) {
        socket.destroy();
        resolve();
        return;
      }
      sentAt = performance.now();
      socket.write(request);
    };
    socket.on('connect', send);
    socket.on('data', (chunk: Buffer) => {
      received =
        received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = readAnswer(received);
      if (answer === null) return;
      received = received.subarray(answer.length);
      onAnswer(answer.status, performance.now() - sentAt);
      send();
    });
    socket.on('error', reject);
    socket.on('end', () =>
      reject(new Error('The server closed a connection under load.')),
    );
  });
