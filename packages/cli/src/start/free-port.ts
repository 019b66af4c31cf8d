import { EtudeError } from '@etude/kernel';
import { createServer } from 'node:net';

/** A port nobody listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') {
          resolve(address.port);
        } else {
          reject(new Error('the system gave no port'));
        }
      });
    });
  });

/**
 * Refuses to start on a port somebody else listens on.
 *
 * @throws ETUDE_PORT_TAKEN naming the option that picks another.
 */
export const requireFreePort = (port: number, option: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', cause => {
      reject(
        new EtudeError(
          `Port ${port} is taken. Stop what listens there (perhaps another ./etude start), or choose another with ${option}.`,
          {
            code: 'ETUDE_PORT_TAKEN',
            kind: 'user',
            details: { port },
            cause,
          },
        ),
      );
    });
    server.listen(port, () => server.close(() => resolve()));
  });
