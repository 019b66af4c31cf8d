import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server, Socket } from 'node:net';

/** The setting that PostgreSQL does not have. */
export const CASE_SETTING = 'SET LOCAL enable_case_sensitive_identifier = true';

const QUERY = 0x51; // 'Q'

/** A simple query of the protocol: a letter, a length, a text, a zero. */
const queryMessage = (text: string): Buffer => {
  const body = Buffer.from(`${text}\0`);
  const header = Buffer.alloc(5);
  header.writeUInt8(QUERY);
  header.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
};

/**
 * Splits what a client sends into messages: the first has no letter, only a
 * length.
 */
const messageReader = (onMessage: (message: Buffer) => void) => {
  let waiting: Buffer = Buffer.alloc(0);
  let isFirst = true;
  return (data: Buffer): void => {
    waiting = Buffer.concat([waiting, data]);
    for (;;) {
      const lengthAt = isFirst ? 0 : 1;
      if (waiting.length < lengthAt + 4) return;
      const end = lengthAt + waiting.readUInt32BE(lengthAt);
      if (waiting.length < end) return;
      onMessage(waiting.subarray(0, end));
      waiting = waiting.subarray(end);
      isFirst = false;
    }
  };
};

/**
 * A server that takes what a driver of Redshift sends and has PostgreSQL answer
 * it: the settings of Redshift alone are taken out and remembered.
 */
export const startRedshiftProxy = async (host: string, port: number) => {
  const queries: string[] = [];
  const sockets = new Set<Socket>();
  const translated = (message: Buffer): Buffer => {
    if (message[0] !== QUERY) return message;
    const text = message.subarray(5, -1).toString();
    queries.push(text);
    return queryMessage(text.replace(`${CASE_SETTING}; `, ''));
  };
  const server: Server = createServer(client => {
    const upstream = connect(port, host);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => client.destroy());
    }
    client.on(
      'data',
      messageReader(message => upstream.write(translated(message))),
    );
    client.on('close', () => upstream.destroy());
    upstream.pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' ? (address?.port ?? 0) : 0,
    /** Every text that came as a simple query. */
    queries,
    stop: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
};
