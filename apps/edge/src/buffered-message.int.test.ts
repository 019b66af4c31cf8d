import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createEdgeServer } from './edge-server';
import { jsonResponse, prepared, preparedAscii } from './http-message';
import type { EdgeRequest, EdgeResponse } from './http-message';

vi.setConfig({ testTimeout: 30_000 });

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const serve = async (
  handle: (request: EdgeRequest) => EdgeResponse,
): Promise<number> => {
  server = createEdgeServer({
    handle,
    isDraining: () => false,
    onError: error => {
      throw error;
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return address.port;
};

const echo = ({ body }: EdgeRequest) => jsonResponse(200, body);

/** What comes back on one connection for pieces sent one after the other. */
const exchange = async (
  port: number,
  pieces: readonly string[],
  until: string,
): Promise<string> => {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received = '';
  socket.on('data', chunk => {
    received += chunk.toString('utf8');
  });
  for (const piece of pieces) {
    socket.write(piece);
    await delay(15);
  }
  await vi.waitFor(() => expect(received).toContain(until), 5_000);
  socket.destroy();
  return received;
};

const postOf = (body: string) =>
  `POST / HTTP/1.1\r\nhost: x\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

const bodiesOf = (received: string): string[] =>
  [...received.matchAll(/\r\n\r\n("[^"]*")/g)].map(([, body = '']) => body);

describe('a body', () => {
  it('may come in pieces, cut within a character', async () => {
    const port = await serve(echo);
    const bytes = Buffer.from(postOf('naïve'));
    const cut = bytes.indexOf(0xc3) + 1;
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let received = '';
    socket.on('data', chunk => {
      received += chunk.toString('utf8');
    });
    for (const piece of [bytes.subarray(0, cut), bytes.subarray(cut)]) {
      socket.write(piece);
      await delay(15);
    }
    await vi.waitFor(() => expect(received).toContain('"naïve"'), 5_000);
    socket.destroy();
  });

  it('may be chunked', async () => {
    const port = await serve(echo);
    const head = 'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n';
    const pieces = [`${head}\r\n3\r\nabc\r\n`, '2\r\nde\r\n', '0\r\n\r\n'];
    expect(await exchange(port, pieces, '"abcde"')).toContain('200 OK');
  });

  it('is told from the next one on the connection', async () => {
    const port = await serve(echo);
    const several = ['one', '', 'three'].map(postOf).join('');
    const pieces = [several, postOf('four')];
    const received = await exchange(port, pieces, '"four"');
    expect(bodiesOf(received)).toEqual(['"one"', '""', '"three"', '"four"']);
  });
});

describe('an answer whose length is known', () => {
  it('has as many bytes as it says', async () => {
    const port = await serve(({ body }) =>
      body === 'plain'
        ? preparedAscii(jsonResponse(200, 'plain'))
        : prepared(jsonResponse(200, 'naïve 😀', { etag: '"1"' })),
    );
    const post = (body: string) =>
      fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });
    const plain = await post('plain');
    expect(plain.headers.get('content-length')).toBe('7');
    expect(await plain.text()).toBe('"plain"');
    const other = await post('other');
    expect(other.headers.get('content-length')).toBe('13');
    expect(other.headers.get('access-control-allow-origin')).toBe('*');
    expect(other.headers.get('access-control-expose-headers')).toContain(
      'ETag',
    );
    expect(await other.json()).toBe('naïve 😀');
  });
});
