import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatePoller } from './state-poller';
import type { StateEvent, StatePollerOptions } from './state-poller';
import { acceptUnsigned, stateVerifier } from './state-signature';
import { exampleState } from './testing/example-state';
import { NO_BACKEND } from './testing/spawned-edge';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

type Backend = {
  version: string;
  answer: 'state' | 'nonsense' | 'refuse';
  /** A proxy that takes the ETags away. */
  stripsEtags?: boolean;
  sign?: (body: string) => string;
  listeners: Set<ServerResponse>;
  requests: { authorization?: string | undefined; status: number }[];
};

const announce = (backend: Backend, response: ServerResponse) => {
  const { version } = backend;
  const data = JSON.stringify({
    version: Number(version),
    etag: `"${version}"`,
  });
  response.write(`event: state\ndata: ${data}\n\n`);
};

const listen = (
  backend: Backend,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  if (request.headers.authorization !== 'Bearer edge-token') {
    response.writeHead(401).end();
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': hello\n\n');
  announce(backend, response);
  backend.listeners.add(response);
  response.on('close', () => backend.listeners.delete(response));
};

/** Publishes a version and tells those who listen. */
const publish = (backend: Backend, version: string) => {
  backend.version = version;
  for (const response of backend.listeners) announce(backend, response);
};

const startBackend = async (
  backend: Backend,
): Promise<{ server: Server; url: string }> => {
  const server = createServer((request, response) => {
    const etag = `"${backend.version}"`;
    const { authorization, 'if-none-match': known } = request.headers;
    const reply = (status: number, body?: unknown) => {
      backend.requests.push({ authorization, status });
      const text = body === undefined ? '' : JSON.stringify(body);
      response.writeHead(status, {
        ...(backend.stripsEtags ? {} : { etag }),
        ...(backend.sign ? { 'x-etude-signature': backend.sign(text) } : {}),
      });
      response.end(text);
    };
    if (request.url === '/api/flags/v1/state/events') {
      listen(backend, request, response);
    } else if (request.url !== '/api/flags/v1/state') reply(404);
    else if (backend.answer === 'refuse') reply(403);
    else if (backend.answer === 'nonsense') reply(200, { flags: 'none' });
    else if (known === etag) reply(304);
    else reply(200, exampleState({ version: backend.version }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no address');
  return { server, url: `http://127.0.0.1:${address.port}` };
};

let dir: string;
let backend: Backend;
let server: Server;
let url: string;
let now: number;
let events: StateEvent[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-state-'));
  backend = {
    version: '1',
    answer: 'state',
    requests: [],
    listeners: new Set(),
  };
  ({ server, url } = await startBackend(backend));
  now = Date.parse('2026-03-01T00:00:00Z');
  events = [];
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true, force: true });
});

const poller = (backendUrl = url, change: Partial<StatePollerOptions> = {}) =>
  new StatePoller({
    backendUrl,
    token: 'edge-token',
    pollMs: 3_600_000,
    staleMs: 60_000,
    verify: acceptUnsigned,
    random: () => 0,
    stateFile: join(dir, 'state.json'),
    clock: { now: () => new Date(now) },
    fetch,
    onEvent: event => events.push(event),
    ...change,
  });

const until = async (isTrue: () => boolean, ms = 5_000) => {
  const end = performance.now() + ms;
  while (!isTrue()) {
    if (performance.now() > end) throw new Error('It did not come true.');
    await delay(5);
  }
};

describe('StatePoller', () => {
  it('asks with its token and takes a changed state only', async () => {
    const source = poller();
    await source.poll();
    await source.poll();
    backend.version = '2';
    await source.poll();
    expect(backend.requests).toEqual(
      [200, 304, 200].map(status => ({
        authorization: 'Bearer edge-token',
        status,
      })),
    );
    expect(source.current()?.resolver.version).toBe('2');
  });

  it('counts the age from the last time the backend confirmed the state', async () => {
    const source = poller();
    await source.poll();
    now += 5_000;
    await source.poll();
    expect(source.current()?.confirmedAtMs).toBe(now);
  });

  it.each(['nonsense', 'refuse'] as const)(
    'keeps its state while the backend answers with %s',
    async answer => {
      const source = poller();
      await source.poll();
      const before = source.current();
      backend.answer = answer;
      backend.version = '2';
      await source.poll();
      expect(source.current()).toBe(before);
      expect(source.lastError()).not.toBeNull();
      backend.answer = 'state';
      await source.poll();
      expect(source.lastError()).toBeNull();
      expect(events.map(({ kind }) => kind)).toEqual([
        'state-loaded',
        'backend-lost',
        'state-loaded',
        'backend-back',
      ]);
    },
  );

  it('starts from the disk when there is no backend, and knows the age', async () => {
    await poller().poll();
    now += 60_000;
    const offline = poller(NO_BACKEND);
    await offline.start();
    await offline.stop();
    expect(offline.current()).toMatchObject({
      origin: 'disk',
      etag: '"1"',
      confirmedAtMs: now - 60_000,
    });
  });

  it('starts without a state file and without a backend', async () => {
    const offline = poller(NO_BACKEND);
    await offline.start();
    await offline.poll();
    expect(offline.current()).toBeNull();
    expect(offline.lastError()).toContain('ECONNREFUSED');
    await offline.stop();
  });

  it('starts anew from a state file that is not one', async () => {
    const file = join(dir, 'state.json');
    await writeFile(file, '{"etag": null, "conf');
    const source = poller();
    await source.start();
    await source.poll();
    await source.stop();
    expect(events[0]).toMatchObject({ kind: 'state-file-refused' });
    expect(source.current()?.resolver.version).toBe('1');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      etag: '"1"',
    });
  });
});

describe('a state that is pushed', () => {
  it('is there without polling', async () => {
    const source = poller();
    await source.start();
    await until(() => source.isPushed() && backend.listeners.size === 1);
    // The poll interval is an hour: only the push can do it.
    for (let version = 2; version < 12; version += 1) {
      publish(backend, String(version));
      await until(() => source.current()?.resolver.version === String(version));
    }
    await source.stop();
    expect(source.current()?.resolver.version).toBe('11');
  });

  it('is followed again after the connection broke', async () => {
    const source = poller();
    await source.start();
    await until(() => backend.listeners.size === 1);
    for (const response of backend.listeners) response.destroy();
    await until(() => !source.isPushed());
    backend.version = '2';
    await until(() => source.current()?.resolver.version === '2');
    await source.stop();
    expect(backend.listeners.size).toBeLessThanOrEqual(1);
  });

  it('is polled where the portal has no events', async () => {
    const source = poller(url, { token: 'another', pollMs: 20 });
    await source.start();
    await until(() => source.current() !== null);
    backend.version = '2';
    await until(() => source.current()?.resolver.version === '2');
    expect(source.isPushed()).toBe(false);
    await source.stop();
  });
});

describe('a state whose ETags a proxy strips', () => {
  it('is new only when its text is', async () => {
    backend.stripsEtags = true;
    const source = poller();
    await source.poll();
    now += 5_000;
    await source.poll();
    expect(events.map(({ kind }) => kind)).toEqual(['state-loaded']);
    expect(source.current()?.confirmedAtMs).toBe(now);
    backend.version = '2';
    await source.poll();
    expect(source.current()?.resolver.version).toBe('2');
  });
});

describe('a state that grows old', () => {
  it('is stale once the portal has not confirmed it for too long', async () => {
    const source = poller(url, { staleMs: 60_000 });
    expect(source.isStale()).toBe(false);
    await source.poll();
    now += 60_000;
    expect(source.isStale()).toBe(false);
    now += 1;
    expect(source.isStale()).toBe(true);
    await source.poll();
    expect(source.isStale()).toBe(false);
  });
});

describe('a signed state', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const signed = (body: string) =>
    `ed25519:${sign(null, Buffer.from(body), privateKey).toString('base64')}`;
  const verify = stateVerifier(pem);

  it('is taken, and taken again from the disk', async () => {
    backend.sign = signed;
    const source = poller(url, { verify });
    await source.poll();
    expect(source.current()?.resolver.version).toBe('1');
    const offline = poller(NO_BACKEND, { verify });
    await offline.start();
    await offline.stop();
    expect(offline.current()?.origin).toBe('disk');
  });

  it.each([
    ['without a signature', undefined],
    ['signed for another text', (body: string) => signed(`${body} `)],
    ['with a signature that is none', () => 'ed25519:AAAA'],
    [
      'with another kind of signature',
      (body: string) => signed(body).replace('ed25519', 'none'),
    ],
  ])('is refused %s', async (_case, wrong) => {
    if (wrong) backend.sign = wrong;
    const source = poller(url, { verify });
    await source.poll();
    expect(source.current()).toBeNull();
    expect(source.lastError()).toContain('signature');
  });

  it('is refused from a disk that somebody wrote to', async () => {
    backend.sign = signed;
    await poller(url, { verify }).poll();
    const file = join(dir, 'state.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replaceAll('blue', 'blew'));
    const offline = poller(NO_BACKEND, { verify });
    await offline.start();
    await offline.stop();
    expect(offline.current()).toBeNull();
    expect(events.at(-1)).toMatchObject({ kind: 'state-file-refused' });
  });

  it('needs a key that is one', () => {
    expect(() => stateVerifier('nonsense')).toThrow(/ETUDE_STATE_PUBLIC_KEY/);
  });
});
