import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEdgeServer } from './edge-server';
import { jsonResponse } from './http-message';
import { runEdge } from './run-edge';
import type { RunningEdge } from './run-edge';
import { edgeConfigOf } from './testing/edge-config-of';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import { writeStoredState } from './state-file';
import { placeState } from './testing/spawned-edge';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-edge-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const aNumber: unknown = expect.any(Number);
const aRefusal: unknown = expect.stringContaining('ECONNREFUSED');

const startEdge = (): Promise<RunningEdge> =>
  runEdge(edgeConfigOf(dir), () => undefined);

const evaluate = (edge: RunningEdge, targetingKey: string) =>
  fetch(`http://127.0.0.1:${edge.port}/ofrep/v1/evaluate/flags/fixed`, {
    method: 'POST',
    headers: { 'x-api-key': SHOP_SECRET },
    body: JSON.stringify({ context: { targetingKey } }),
  });

const sealedText = async () => {
  const folder = join(dir, 'log', 'sealed');
  const names = await readdir(folder);
  const texts = await Promise.all(
    names.map(name => readFile(join(folder, name), 'utf8')),
  );
  return texts.join('');
};

describe('an edge without its backend', () => {
  it('answers from its last known state and says how old it is', async () => {
    await placeState(dir, exampleState({ version: '42' }));
    const edge = await startEdge();
    const answer = await evaluate(edge, 'user-1');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    const statusOf = async (): Promise<unknown> =>
      (await fetch(`http://127.0.0.1:${edge.port}/v1/edge:status`)).json();
    const expected = {
      state: { version: '42', origin: 'disk', ageMs: aNumber },
      lastPollError: aRefusal,
      log: { acknowledgedLines: 1 },
    };
    await vi.waitFor(
      async () => expect(await statusOf()).toMatchObject(expected),
      { timeout: 10_000 },
    );
    await edge.stop();
  });

  it('refuses events that do not fit the definitions on its disk', async () => {
    await placeState(dir, exampleState());
    const fields = [{ path: 'total', type: 'number', isRequired: true }];
    const checks = [{ event: 'purchase', version: 1, fields }];
    await writeStoredState(join(dir, 'event-checks.json'), {
      etag: null,
      confirmedAtMs: 0,
      body: JSON.stringify({ checks }),
      signature: null,
    });
    const edge = await startEdge();
    const events = [
      { event: 'purchase', payload: { total: 12.5 } },
      { event: 'purchase', payload: { total: 'ann@example.com' } },
      { event: 'undefined', payload: { total: 'ten' } },
      { event: 'purchase', payload: {} },
    ].map(({ event, payload }) => ({
      eventDefinition: `eventDefinitions/${event}`,
      payload,
    }));
    const origin = `http://127.0.0.1:${edge.port}`;
    const answer = await fetch(`${origin}/v1/events:publish`, {
      method: 'POST',
      body: JSON.stringify({ clientSecret: SHOP_SECRET, events }),
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual({
      errors: [
        {
          index: 1,
          reason: 'EVENT_SCHEMA_VALIDATION_FAILED',
          message:
            "The event's 'total' is a text and should be of type number. Send that, or define another field.",
        },
        {
          index: 3,
          reason: 'EVENT_SCHEMA_VALIDATION_FAILED',
          message:
            "The event has no 'total', which is required (number). Send it with every event.",
        },
      ],
    });
    const metrics = await (await fetch(`${origin}/metrics`)).text();
    expect(metrics).toContain(
      'etude_edge_events_refused_total{event="purchase",reason="ETUDE_EVENT_FIELD_TYPE"} 1',
    );
    await edge.stop();
    const lines = (await sealedText()).trim().split('\n');
    expect(lines.map(line => JSON.parse(line) as unknown)).toMatchObject([
      { event: 'purchase', payload: { total: 12.5 } },
      { event: 'undefined', payload: { total: 'ten' } },
    ]);
  });

  it('is alive but not ready before it has ever had a state', async () => {
    const edge = await startEdge();
    const status = async (path: string) =>
      (await fetch(`http://127.0.0.1:${edge.port}${path}`)).status;
    expect(await status('/healthz')).toBe(200);
    expect(await status('/readyz')).toBe(503);
    expect((await evaluate(edge, 'user-1')).status).toBe(503);
    await edge.stop();
  });
});

describe('stopping', () => {
  it('answers what is in flight, keeps it, and seals the log', async () => {
    await placeState(dir, exampleState());
    const edge = await startEdge();
    const answers = Array.from({ length: 50 }, (_, i) =>
      evaluate(edge, `user-${i}`),
    );
    await Promise.race(answers);
    await edge.stop();
    const settled = await Promise.allSettled(answers);
    const text = await sealedText();
    settled.forEach((answer, i) => {
      if (answer.status === 'fulfilled' && answer.value.status === 200) {
        expect(text).toContain(`"user-${i}"`);
      }
    });
    expect(text).toContain('"type":"assignment"');
    expect(await readdir(join(dir, 'log'))).toEqual(['sealed']);
  });
});

describe('stopping with clients that listen for changes', () => {
  it('ends their streams instead of waiting for them', async () => {
    await placeState(dir, exampleState());
    const edge = await startEdge();
    const base = `http://127.0.0.1:${edge.port}`;
    const bulk = await fetch(`${base}/ofrep/v1/evaluate/flags`, {
      method: 'POST',
      headers: { 'x-api-key': SHOP_SECRET },
      body: '{"context":{"targetingKey":"user-1"}}',
    });
    const path = /"requestUri":"([^"]+)"/.exec(await bulk.text())?.[1] ?? '';
    const stream = await fetch(`${base}${path}`);
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const startedAt = performance.now();
    await edge.stop();
    expect(await stream.text()).toMatch(/^retry: \d+\n\n$/);
    // The deadline for what does not end.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});

describe('createEdgeServer', () => {
  it('refuses a body over its limit', async () => {
    const server = createEdgeServer({
      handle: ({ body }) => Promise.resolve(jsonResponse(200, body.length)),
      isDraining: () => false,
      onError: () => undefined,
      maxBodyBytes: 1_000,
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('no address');
    const send = (bytes: number) =>
      fetch(`http://127.0.0.1:${address.port}/`, {
        method: 'POST',
        body: 'x'.repeat(bytes),
      });
    expect(await (await send(1_000)).json()).toBe(1_000);
    expect((await send(1_001)).status).toBe(413);
    server.closeAllConnections();
    server.close();
  });

  it('takes the whole address, as a proxy may send it', async () => {
    const server = createEdgeServer({
      handle: ({ path, query }) => jsonResponse(200, [path, query]),
      isDraining: () => false,
      onError: () => undefined,
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('no address');
    const { port } = address;
    const path = 'http://edge.test/healthz?a=1';
    const [answer] = await once(get({ port, path }), 'response');
    expect(await json(answer)).toEqual(['/healthz', 'a=1']);
    server.closeAllConnections();
    server.close();
  });

  it('answers 500 and reports when a handler fails', async () => {
    const errors: unknown[] = [];
    const server = createEdgeServer({
      handle: () => Promise.reject(new Error('secret detail')),
      isDraining: () => false,
      onError: error => errors.push(error),
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('no address');
    const answer = await fetch(`http://127.0.0.1:${address.port}/`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('secret detail');
    expect(errors).toHaveLength(1);
    server.closeAllConnections();
    server.close();
  });

  it('survives a client that hangs up in the middle of its body', async () => {
    const errors: unknown[] = [];
    const server = createEdgeServer({
      handle: () => Promise.resolve(jsonResponse(200, 'ok')),
      isDraining: () => false,
      onError: error => errors.push(error),
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (typeof address !== 'object' || !address) throw new Error('no address');
    const socket = connect(address.port, '127.0.0.1');
    socket.write(
      'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf',
    );
    await delay(50);
    socket.destroy();
    await delay(50);
    expect((await fetch(`http://127.0.0.1:${address.port}/`)).status).toBe(200);
    expect(errors).toEqual([]);
    server.closeAllConnections();
    server.close();
  });
});
