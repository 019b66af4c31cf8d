import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { confidenceRoutes } from './confidence/confidence-routes';
import { tokenCipher } from './confidence/resolve-token/token-cipher';
import type { EdgeTools } from './edge-tools';
import { noEventChecks } from './event-checks/event-checks';
import { inProcessRoutes } from './in-process/in-process-routes';
import { metricsRoute } from './metrics-route';
import { runEdge } from './run-edge';
import type { RunningEdge } from './run-edge';
import { edgeConfigOf } from './testing/edge-config-of';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import { edgeUnderTest, requestOf, textOf } from './testing/edge-under-test';
import { placeState } from './testing/spawned-edge';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

const SEEDED = { seed: 1 };
const SECRET_PATTERN = /s3cr3t-[a-z]+/;
const WRONG_SECRET = 's3cr3t-wrong';

const paths = fc.oneof(
  fc.constantFrom(
    '/ofrep/v1/evaluate/flags',
    '/ofrep/v1/evaluate/flags/fixed',
    '/ofrep/v1/evaluate/flags/checkout-button.color',
    '/ofrep/v1/changes?stream=x',
    '/v1/events:publish',
    '/v1/flags:resolve',
    '/v1/flags:apply',
    '/v1/telemetry:upload',
    '/v1/clientFlagLogs:write',
    '/v1/materializations:read',
    '/v1/materializations:write',
    '/v1/materialization:readMaterializedOperations',
    '/v1/materialization:writeMaterializedOperations',
    '/v1/state',
    '/v1/assignments:write',
    '/healthz',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/v1/edge:status',
    `/${'a'.repeat(64)}`,
    `/${'a'.repeat(64)}.enc`,
  ),
  fc
    .string({ maxLength: 60 })
    .map(key => `/ofrep/v1/evaluate/flags/${encodeURIComponent(key)}`),
  fc.string({ maxLength: 30 }).map(text => `/${text.replace(/[\s?#]/g, '%')}`),
);

const junkKey = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'targeting_key',
  'targetingKey',
  'country',
  'account',
);

/** JSON with the fields that endpoints read, holding anything. */
const bodyValue = fc.dictionary(
  fc.oneof(
    junkKey,
    fc.constantFrom(
      'context',
      'evaluationContext',
      'clientSecret',
      'client_secret',
      'flags',
      'events',
      'resolveToken',
      'sendTime',
      'apply',
      'assignments',
      'sdk',
    ),
  ),
  fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.dictionary(junkKey, fc.jsonValue({ maxDepth: 2 })),
    fc.constantFrom<unknown>(SHOP_SECRET, WRONG_SECRET, ['flags/fixed'], [{}]),
  ),
);

const bodies = fc.oneof(
  bodyValue.map(value => Buffer.from(JSON.stringify(value))),
  bodyValue.map(value => Buffer.from(JSON.stringify(value).slice(0, -2))),
  fc.uint8Array({ maxLength: 200 }).map(bytes => Buffer.from(bytes)),
  fc
    .integer({ min: 1, max: 5_000 })
    .map(depth => Buffer.from('{"context":'.repeat(depth) + '}'.repeat(depth))),
  fc.constant(Buffer.alloc(0)),
);

const headerSets = fc.record(
  {
    authorization: fc.constantFrom(
      `Bearer ${SHOP_SECRET}`,
      `ClientSecret ${SHOP_SECRET}`,
      `Bearer ${WRONG_SECRET}`,
      'Bearer',
      '\u00ff',
    ),
    'x-api-key': fc.constantFrom(SHOP_SECRET, ''),
    'if-none-match': fc.constantFrom('*', '"x"', ',,,', 'W/"'),
    'last-event-id': fc.string({ maxLength: 10 }),
    'x-confidence-telemetry': fc.constantFrom('AAAA', '%%%'),
    'content-type': fc.constantFrom('text/plain', 'application/x-protobuf', ''),
  },
  { requiredKeys: [] },
);

const confidenceOf = (tools: EdgeTools) =>
  confidenceRoutes({
    ...tools,
    tokens: tokenCipher([new Uint8Array(32).fill(7)]),
    eventChecks: noEventChecks,
    stateKey: new Uint8Array(32).fill(9),
  });

const noMetrics = {
  contentType: 'text/plain',
  render: () => Promise.resolve(''),
};

const methods = fc.constantFrom('POST', 'POST', 'GET', 'PUT', 'OPTIONS');

describe('any request to the handler', () => {
  it('is answered, without a failure of the edge or an echoed secret', async () => {
    const edge = edgeUnderTest({
      routes: (tools, changes) => [
        confidenceOf(tools),
        inProcessRoutes(tools, changes),
        metricsRoute(noMetrics, 'metrics-token'),
      ],
    });
    await fc.assert(
      fc.asyncProperty(
        methods,
        paths,
        headerSets,
        bodies,
        async (...[method, path, headers, body]) => {
          const answer = await edge.handle(
            requestOf(method, path, { headers, body }),
          );
          expect(answer.status, textOf(answer)).toBeLessThan(500);
          expect(textOf(answer)).not.toMatch(SECRET_PATTERN);
          expect(textOf(answer)).not.toContain(SHOP_SECRET);
          answer.stream?.({ write: () => true, end: () => undefined })();
        },
      ),
      { ...SEEDED, numRuns: 3_000 },
    );
    // Nothing of it may have reached the prototype of every object.
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

/** What the edge sends back until it hangs up or `ms` have passed. */
const sendRaw = async (
  port: number,
  bytes: Uint8Array,
  ms: number,
): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', chunk => {
    received += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  const closed = once(socket, 'close');
  socket.end(bytes);
  const timer = setTimeout(() => socket.destroy(), ms);
  await closed;
  clearTimeout(timer);
  return received;
};

const requestLine = (method: string, path: string) =>
  `${method} ${path} HTTP/1.1\r\nhost: x\r\n`;

const rawRequests = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map(b => Buffer.from(b)),
  fc
    .tuple(methods, paths, fc.uint8Array({ maxLength: 100 }))
    .map(([method, path, junk]) =>
      Buffer.concat([
        Buffer.from(requestLine(method, path.replace(/[^\x21-\x7e]/g, ''))),
        Buffer.from('x-junk: '),
        Buffer.from(junk),
        Buffer.from('\r\n\r\n'),
      ]),
    ),
  fc
    .tuple(paths, bodies, fc.integer({ min: -5, max: 5 }))
    .map(([path, body, wrongBy]) =>
      Buffer.concat([
        Buffer.from(
          `${requestLine('POST', path.replace(/[^\x21-\x7e]/g, ''))}authorization: Bearer ${SHOP_SECRET}\r\ncontent-length: ${Math.max(0, body.length + wrongBy)}\r\n\r\n`,
        ),
        body,
      ]),
    ),
  fc
    .integer({ min: 1, max: 400 })
    .map(count =>
      Buffer.from(
        `${requestLine('GET', '/healthz')}${Array.from({ length: count }, (_, i) => `h${i}: v\r\n`).join('')}\r\n`,
      ),
    ),
  fc
    .integer({ min: 1, max: 60_000 })
    .map(length =>
      Buffer.from(
        `${requestLine('GET', `/healthz?${'q'.repeat(length)}`)}\r\n`,
      ),
    ),
);

describe('any bytes on a socket', () => {
  let dir: string;
  let edge: RunningEdge;
  const failures: unknown[] = [];
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'etude-fuzz-'));
    await placeState(dir, exampleState());
    edge = await runEdge(edgeConfigOf(dir), (event, details) => {
      if (event === 'request-failed') failures.push(details);
    });
  });
  afterAll(async () => {
    await edge.stop();
    await rm(dir, { recursive: true, force: true });
  });

  it('leave the edge answering, at a bounded size', async () => {
    const before = process.memoryUsage().heapUsed;
    await fc.assert(
      fc.asyncProperty(rawRequests, async bytes => {
        const answer = await sendRaw(edge.port, bytes, 300);
        expect(answer).not.toMatch(/^HTTP\/1.1 5/m);
      }),
      { ...SEEDED, numRuns: 300 },
    );
    expect(failures).toEqual([]);
    const health = await fetch(`http://127.0.0.1:${edge.port}/healthz`);
    expect(health.status).toBe(200);
    const grown = process.memoryUsage().heapUsed - before;
    expect(grown).toBeLessThan(100 * 1024 * 1024);
  });

  it('that come too slowly are hung up on', async () => {
    const socket = connect(edge.port, '127.0.0.1');
    socket.write('POST /ofrep/v1/evaluate/flags HTTP/1.1\r\nhost: x\r\n');
    const startedAt = performance.now();
    let received = '';
    socket.on('data', chunk => {
      received += chunk.toString('latin1');
    });
    socket.on('error', () => undefined);
    // One byte of a header a second, for ever.
    const drip = setInterval(() => socket.write('x'), 1_000);
    await once(socket, 'close');
    clearInterval(drip);
    expect(received).toContain('408');
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  });
});
