import { hash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRPC_SERVICES } from './grpc/grpc-methods';
import { protocolDemands } from './testing/client-demands';
import { APP_SECRET, BROWSER_SECRET, wireState } from './testing/wire-state';
import { WIRE_NOW, wireUnderTest } from './testing/wire-under-test';

const secrets = fc.constantFrom(APP_SECRET, BROWSER_SECRET, 'wr0ng', '', null);
const names = fc.oneof(
  fc.constantFrom(...wireState().flags.map(({ name }) => name)),
  fc.constantFrom('flags/__proto__', 'flags/constructor', 'nope', ''),
  fc.string({ maxLength: 8 }),
);
const keys = fc.oneof(
  fc.constantFrom('targeting_key', 'country', 'account', 'id', 'email'),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty'),
);
const json = fc.jsonValue({ maxDepth: 4 });
const contexts = fc.oneof(fc.dictionary(keys, json), json);
const times = fc.oneof(
  fc.constantFrom(WIRE_NOW, '2026-03-01', '+275760-09-13T00:00:00Z', 'now'),
  json,
);
const tokens = fc.oneof(
  fc.constantFrom('', 'AQ==', '%%%'),
  fc.base64String(),
  json,
);
const sdks = fc.oneof(
  fc.record({ id: fc.oneof(fc.integer(), fc.constant('SDK_ID_X')) }),
  json,
);

const loose = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(fields, { requiredKeys: [] });

const bodies = fc
  .oneof(
    loose({
      clientSecret: secrets,
      client_secret: secrets,
      flags: fc.oneof(fc.array(names, { maxLength: 5 }), json),
      evaluationContext: contexts,
      apply: fc.oneof(fc.boolean(), json),
      sdk: sdks,
    }),
    loose({
      clientSecret: secrets,
      flags: fc.oneof(
        fc.array(loose({ flag: fc.oneof(names, json), applyTime: times }), {
          maxLength: 4,
        }),
        json,
      ),
      resolveToken: tokens,
      sendTime: times,
    }),
    loose({
      clientSecret: secrets,
      events: fc.oneof(
        fc.array(
          loose({
            eventDefinition: fc.oneof(names, json),
            eventTime: times,
            payload: contexts,
          }),
          { maxLength: 4 },
        ),
        json,
      ),
    }),
    json,
  )
  .map(body => JSON.stringify(body));

const texts = fc.oneof(
  { weight: 8, arbitrary: bodies },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.constant('{"a":'.repeat(10_000)) },
);
const bytes = fc.oneof(
  texts.map(text => Buffer.from(text)),
  fc.uint8Array({ maxLength: 200 }),
);
const headers = fc.record(
  {
    authorization: fc.oneof(
      secrets.map(secret => `ClientSecret ${String(secret)}`),
      fc.string({ maxLength: 20 }),
    ),
    'content-type': fc.oneof(
      fc.constantFrom('text/plain', 'application/x-protobuf'),
      fc.string({ maxLength: 20 }),
    ),
    'x-confidence-telemetry': fc.string({ maxLength: 20 }),
  },
  { requiredKeys: [] },
);

const POST_PATHS = [
  '/v1/flags:resolve',
  '/v1/flags%3Aapply',
  '/v1/flags:apply',
  '/v1/events:publish',
  '/v1/telemetry:upload',
  '/v1/clientFlagLogs:write',
  '/v1/materialization:readMaterializedOperations',
  '/v1/materialization:writeMaterializedOperations',
];

const EXPECTED = [200, 304, 400, 401, 403, 404];

describe('anything a client may send', () => {
  it('is answered over HTTP, never with a failure of the edge', async () => {
    const under = wireUnderTest({ state: wireState(), remembers: false });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...POST_PATHS),
        bytes,
        headers,
        async (path, body, given) => {
          const answer = await under.ask('POST', path, {
            body,
            headers: given,
          });
          expect(EXPECTED).toContain(answer.status);
          expect(answer.text).not.toContain('wr0ng');
          if (answer.status >= 400) {
            expect(answer.json).toMatchObject({
              code: expect.any(Number) as unknown,
              message: expect.any(String) as unknown,
            });
          } else if (path === '/v1/flags:resolve') {
            expect(protocolDemands(answer.json)).toEqual([]);
          }
        },
      ),
      { seed: 1, numRuns: 1_500 },
    );
  });

  it('is answered at the state path', async () => {
    const under = wireUnderTest({ state: wireState() });
    const paths = fc.oneof(
      fc
        .constantFrom(APP_SECRET, BROWSER_SECRET, 'x')
        .map(secret => `/${hash('sha256', secret)}`),
      fc.string({ maxLength: 80 }).map(text => `/${text}`),
    );
    await fc.assert(
      fc.asyncProperty(paths, headers, async (path, given) => {
        const answer = await under.ask('GET', path, { headers: given });
        expect(EXPECTED).toContain(answer.status);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  it('is answered over gRPC', async () => {
    const under = wireUnderTest({ state: wireState(), remembers: false });
    const methods = Object.values(GRPC_SERVICES).flatMap(service =>
      Object.values(service),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...methods),
        fc.uint8Array({ maxLength: 200 }),
        secrets,
        async (method, message, secret) => {
          const result = await method({ bytes: message, secret }, under.deps);
          expect(typeof result.ok).toBe('boolean');
        },
      ),
      { seed: 1, numRuns: 1_000 },
    );
  });
});
