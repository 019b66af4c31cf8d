import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';

/** A way through to a server that tests can block. */
export type InterruptibleProxy = {
  readonly port: number;
  /** Ends what is open and lets nobody through. */
  readonly cutOff: () => void;
  readonly letThrough: () => void;
  /**
   * Once so many bytes more went to the server, its answers are lost, a little
   * later the connections, and for a while nobody gets through.
   */
  readonly loseAnswersAfter: (bytes: number) => void;
  /** Whether that has happened. */
  readonly hasLostAnswers: () => boolean;
  readonly close: () => Promise<void>;
};

const LOST_FOR_MS = 300;

/** Listens on `port` of this machine, 0 for a free one, for `targetPort`. */
export const openInterruptibleProxy = async (
  targetPort: number,
  port = 0,
): Promise<InterruptibleProxy> => {
  const sockets = new Set<Socket>();
  let isCutOff = false;
  let bytesLeft = Infinity;
  let isLosing = false;
  let hasLost = false;
  const endAll = () => sockets.forEach(socket => socket.destroy());
  const loseAnswers = () => {
    isLosing = true;
    hasLost = true;
    bytesLeft = Infinity;
    setTimeout(() => {
      isCutOff = true;
      endAll();
      isLosing = false;
    }, LOST_FOR_MS).unref();
    setTimeout(() => {
      isCutOff = false;
    }, 2 * LOST_FOR_MS).unref();
  };
  const server = createServer(client => {
    if (isCutOff) {
      client.destroy();
      return;
    }
    const upstream = connect(targetPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', data => {
      upstream.write(data);
      bytesLeft -= data.length;
      if (bytesLeft < 0) loseAnswers();
    });
    upstream.on('data', data => {
      if (!isLosing) client.write(data);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    cutOff: () => {
      isCutOff = true;
      endAll();
    },
    letThrough: () => {
      isCutOff = false;
    },
    loseAnswersAfter: bytes => {
      bytesLeft = bytes;
    },
    hasLostAnswers: () => hasLost,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      endAll();
      await closed;
    },
  };
};
