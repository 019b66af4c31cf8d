import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StatePoller } from './state-poller';
import type { StateEvent } from './state-poller';
import { exampleState } from './testing/example-state';
import { NO_BACKEND } from './testing/spawned-edge';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

type Backend = {
  version: string;
  answer: 'state' | 'nonsense' | 'refuse';
  requests: { authorization?: string | undefined; status: number }[];
};

const startBackend = async (
  backend: Backend,
): Promise<{ server: Server; url: string }> => {
  const server = createServer((request, response) => {
    const etag = `"${backend.version}"`;
    const { authorization, 'if-none-match': known } = request.headers;
    const reply = (status: number, body?: unknown) => {
      backend.requests.push({ authorization, status });
      response.writeHead(status, { etag });
      response.end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (request.url !== '/api/flags/v1/state') reply(404);
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
  backend = { version: '1', answer: 'state', requests: [] };
  ({ server, url } = await startBackend(backend));
  now = Date.parse('2026-03-01T00:00:00Z');
  events = [];
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true, force: true });
});

const poller = (backendUrl = url) =>
  new StatePoller({
    backendUrl,
    token: 'edge-token',
    pollMs: 3_600_000,
    stateFile: join(dir, 'state.json'),
    clock: { now: () => new Date(now) },
    fetch,
    onEvent: event => events.push(event),
  });

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
