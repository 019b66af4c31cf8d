import { describe, expect, it } from 'vitest';
import { isJsonBody } from '../parse-json-body';
import type { JsonBody } from '../parse-json-body';
import {
  androidDemands,
  legacyJavaScriptDemands,
  protocolDemands,
  swiftDemands,
} from './testing/client-demands';
import {
  APP_SECRET,
  BROWSER_SECRET,
  OTHER_SECRET,
  wireState,
} from './testing/wire-state';
import { WIRE_NOW, wireUnderTest } from './testing/wire-under-test';
import type { WireUnderTest } from './testing/wire-under-test';

const RESOLVE = '/v1/flags:resolve';
const APPLY = '/v1/flags:apply';
const someText: unknown = expect.any(String);

const wire = (): WireUnderTest => wireUnderTest({ state: wireState() });

const request = (rest: JsonBody = {}) => ({
  clientSecret: APP_SECRET,
  evaluationContext: { targeting_key: 'user-1' },
  ...rest,
});

const resolve = async (
  under: WireUnderTest,
  rest: JsonBody = {},
): Promise<JsonBody> => {
  const { status, json } = await under.post(RESOLVE, request(rest));
  expect(status).toBe(200);
  return isJsonBody(json) ? json : {};
};

const flagsOf = (answer: JsonBody): JsonBody[] =>
  Array.isArray(answer['resolvedFlags'])
    ? answer['resolvedFlags'].filter(isJsonBody)
    : [];

const resolveOne = async (name: string, rest: JsonBody = {}) => {
  const answer = await resolve(wire(), { flags: [`flags/${name}`], ...rest });
  return flagsOf(answer)[0] ?? {};
};

describe('POST /v1/flags:resolve', () => {
  it('answers a match with every field, nulls where the variant is silent', async () => {
    expect(await resolveOne('plain')).toEqual({
      flag: 'flags/plain',
      variant: 'flags/plain/variants/on',
      value: {
        color: 'green',
        enabled: null,
        limit: 4,
        ratio: null,
        layout: { columns: 2, title: null },
      },
      flagSchema: {
        schema: {
          color: { stringSchema: {} },
          enabled: { boolSchema: {} },
          limit: { intSchema: {} },
          ratio: { doubleSchema: {} },
          layout: {
            structSchema: {
              schema: {
                columns: { intSchema: {} },
                title: { stringSchema: {} },
              },
            },
          },
        },
      },
      reason: 'RESOLVE_REASON_MATCH',
      shouldApply: true,
      assignmentOrigin: 'flags/plain/rules/r',
    });
  });

  it('writes whole numbers without a fraction', async () => {
    const { text } = await wire().post(
      RESOLVE,
      request({ flags: ['flags/plain'] }),
    );
    expect(text).toContain('"limit":4,');
  });

  it('leaves out value and schema when nothing matched', async () => {
    expect(await resolveOne('sweden')).toEqual({
      flag: 'flags/sweden',
      variant: '',
      reason: 'RESOLVE_REASON_NO_SEGMENT_MATCH',
      shouldApply: false,
      assignmentOrigin: '',
    });
  });

  it.each([
    [
      'code-default',
      {
        variant: '',
        value: {},
        flagSchema: { schema: {} },
        reason: 'RESOLVE_REASON_MATCH',
        shouldApply: true,
      },
    ],
    [
      'passed',
      { reason: 'RESOLVE_REASON_NO_SEGMENT_MATCH', shouldApply: true },
    ],
    [
      'with-default',
      {
        variant: 'flags/with-default/variants/off',
        reason: 'RESOLVE_REASON_MATCH',
        shouldApply: false,
      },
    ],
    [
      'switched-off',
      {
        variant: 'flags/switched-off/variants/off',
        reason: 'RESOLVE_REASON_MATCH',
        shouldApply: false,
      },
    ],
    [
      'off-without-default',
      {
        variant: '',
        reason: 'RESOLVE_REASON_NO_SEGMENT_MATCH',
        shouldApply: false,
      },
    ],
    ['broken', { reason: 'RESOLVE_REASON_ERROR' }],
  ])('answers %s as the protocol says it', async (name, expected) => {
    expect(await resolveOne(name)).toMatchObject(expected);
  });

  it('says when the unit is of a wrong type', async () => {
    const evaluationContext = { account: { id: 1.5 } };
    expect(await resolveOne('by-number', { evaluationContext })).toMatchObject({
      reason: 'RESOLVE_REASON_TARGETING_KEY_ERROR',
      shouldApply: false,
    });
  });

  it('resolves every flag of the client when none is named', async () => {
    const all = flagsOf(await resolve(wire())).map(({ flag }) => flag);
    expect(all).toHaveLength(wireState().flags.length - 1);
    expect(all).not.toContain('flags/gone');
    const named = await resolve(wire(), { flags: [] });
    expect(flagsOf(named)).toHaveLength(all.length);
  });

  it('drops names that are not on the client', async () => {
    const answer = await resolve(wire(), {
      flags: ['flags/nope', 'flags/plain', 'flags/gone', 'plain'],
    });
    expect(flagsOf(answer).map(({ flag }) => flag)).toEqual(['flags/plain']);
    expect(await resolve(wire(), { flags: ['flags/nope'] })).toEqual({
      resolvedFlags: [],
      resolveToken: someText,
      resolveId: someText,
    });
  });

  it('gives a resolve id of 32 letters and digits', async () => {
    expect((await resolve(wire()))['resolveId']).toMatch(/^[0-9a-zA-Z]{32}$/);
  });

  it('logs at once and gives an empty token with apply', async () => {
    const under = wire();
    const answer = await resolve(under, {
      flags: ['flags/plain', 'flags/sweden'],
      apply: true,
    });
    expect(answer['resolveToken']).toBe('');
    expect(under.lines).toMatchObject([
      {
        type: 'assignment',
        flag: 'plain',
        variant: 'on',
        unit: 'user-1',
        resolve_id: answer['resolveId'],
        assigned_at: WIRE_NOW,
      },
    ]);
  });

  it('logs nothing without apply', async () => {
    const under = wire();
    const answer = await resolve(under);
    expect(answer['resolveToken']).not.toBe('');
    expect(under.lines).toEqual([]);
  });

  it.each([
    ['snake_case', { client_secret: APP_SECRET, evaluation_context: {} }],
    ['unknown fields', { ...request(), surprise: { a: [1] } }],
    ['an unknown SDK', { ...request(), sdk: { id: 'SDK_ID_PHP', version: 1 } }],
    ['an SDK that is no object', { ...request(), sdk: 'js' }],
    ['nulls', { ...request(), flags: null, apply: null, sdk: null }],
  ])('takes %s', async (_case, body) => {
    expect((await wire().post(RESOLVE, body)).status).toBe(200);
  });

  it.each([undefined, 'text/plain;charset=UTF-8', 'x', 'application/json'])(
    'takes content type %s',
    async contentType => {
      const headers = contentType ? { 'content-type': contentType } : {};
      const answer = await wire().post(RESOLVE, request(), headers);
      expect(answer.status).toBe(200);
    },
  );

  it('takes the colon of the path escaped', async () => {
    const answer = await wire().post('/v1/flags%3Aresolve', request());
    expect(answer.status).toBe(200);
  });

  it.each([
    ['not JSON', '{"clientSecret":'],
    ['no object', '[]'],
    ['flags that are no list', { ...request(), flags: 'flags/plain' }],
    ['flags that are no text', { ...request(), flags: [1] }],
    ['a context that is no object', { ...request(), evaluationContext: [] }],
    ['apply that is no boolean', { ...request(), apply: 'yes' }],
    [
      'a context of more than 2000 values',
      {
        ...request(),
        evaluationContext: { seen: Array.from({ length: 2_000 }, () => 1) },
      },
    ],
    ['too deep a context', `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`],
    [
      'more than 1000 flags',
      { ...request(), flags: Array.from({ length: 1_001 }, (_, i) => `f${i}`) },
    ],
  ])('refuses %s with 400', async (_case, body) => {
    const { status, json } = await wire().post(RESOLVE, body);
    expect(status).toBe(400);
    expect(json).toEqual({ code: 3, message: someText });
  });

  it.each([RESOLVE, APPLY, '/v1/events:publish', '/v1/telemetry:upload'])(
    'refuses unknown secrets at %s without echoing them',
    async path => {
      for (const body of [{ clientSecret: 'wr0ng' }, {}, { clientSecret: 7 }]) {
        const { status, json, text } = await wire().post(path, body);
        expect(status).toBe(401);
        expect(json).toEqual({ code: 16, message: someText });
        expect(text).not.toContain('wr0ng');
      }
    },
  );

  it('asks to come back while it has no state', async () => {
    const { status, headers } = await wireUnderTest({ state: null }).post(
      RESOLVE,
      request(),
    );
    expect(status).toBe(503);
    expect(headers['retry-after']).toBe('1');
  });

  it('answers a browser credential too', async () => {
    const body = { ...request(), clientSecret: BROWSER_SECRET };
    expect((await wire().post(RESOLVE, body)).status).toBe(200);
  });

  it('refuses to resolve all flags of a client with more than 1000', async () => {
    const state = wireState();
    const [plain] = state.flags;
    if (!plain) throw new Error('the state has flags');
    const many = Array.from({ length: 1_001 }, (_, i) => ({
      ...plain,
      name: `flags/f${i}`,
    }));
    const under = wireUnderTest({ state: { ...state, flags: many } });
    expect((await under.post(RESOLVE, request())).status).toBe(400);
    const one = request({ flags: ['flags/f7'] });
    expect((await under.post(RESOLVE, one)).status).toBe(200);
  });

  it('does not answer success for what it could not log', async () => {
    const under = wireUnderTest({
      state: wireState(),
      append: () =>
        Promise.reject(
          Object.assign(new Error('full'), { code: 'ETUDE_LOG_WRITE_FAILED' }),
        ),
    });
    const answer = await under.post(RESOLVE, request({ apply: true }));
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  });
});

const CONTEXTS: JsonBody[] = [
  {},
  { targeting_key: 'user-1' },
  { targeting_key: 'user-2', country: 'SE', email: 'a@example.org' },
  { targeting_key: 1.5, account: { id: [] } },
];

describe('answers per SDK', () => {
  const answerTo = async (sdk: JsonBody | null, context: JsonBody) =>
    resolve(wire(), { evaluationContext: context, ...(sdk && { sdk }) });

  it.each(CONTEXTS)('keeps the protocol in %j', async context => {
    expect(protocolDemands(await answerTo(null, context))).toEqual([]);
  });

  it.each([
    'SDK_ID_KOTLIN_PROVIDER',
    'SDK_ID_KOTLIN_CONFIDENCE',
    'SDK_ID_FLUTTER_ANDROID_CONFIDENCE',
    2,
    11,
    18,
  ])('suits Android (%s)', async id => {
    for (const context of CONTEXTS) {
      const answer = await answerTo({ id, version: '0.6.9' }, context);
      expect(androidDemands(answer)).toEqual([]);
      expect(protocolDemands(answer)).toEqual([]);
    }
  });

  it.each([
    'SDK_ID_SWIFT_PROVIDER',
    'SDK_ID_SWIFT_CONFIDENCE',
    'SDK_ID_FLUTTER_IOS_CONFIDENCE',
    3,
    12,
    17,
  ])('suits Swift (%s)', async id => {
    for (const context of CONTEXTS) {
      const answer = await answerTo({ id, version: '1.4.5' }, context);
      expect(swiftDemands(answer)).toEqual([]);
      expect(protocolDemands(answer)).toEqual([]);
    }
  });

  it('suits JavaScript 0.0.x, which names no SDK', async () => {
    const headers = { 'content-type': 'text/plain;charset=UTF-8' };
    const { json } = await wire().post(RESOLVE, request(), headers);
    expect(legacyJavaScriptDemands(json)).toEqual([]);
  });

  it('would fail those SDKs without a profile', async () => {
    const answer = await answerTo(null, { targeting_key: 'a' });
    expect(androidDemands(answer)).toEqual([
      'unknown reason RESOLVE_REASON_ERROR',
      'list schema',
    ]);
    expect(swiftDemands(answer)).toEqual(['list schema']);
    expect(legacyJavaScriptDemands(answer)).toHaveLength(1);
  });

  it('gives other SDKs their lists', async () => {
    expect(await resolveOne('lists')).toMatchObject({
      value: { nested: { tags: ['a'] } },
    });
  });

  it('answers a list flag that Android names without a value, unlogged', async () => {
    const under = wire();
    const answer = await resolve(under, {
      flags: ['flags/lists', 'flags/plain'],
      sdk: { id: 'SDK_ID_KOTLIN_CONFIDENCE' },
      apply: true,
    });
    expect(flagsOf(answer)).toMatchObject([
      { flag: 'flags/plain', variant: 'flags/plain/variants/on' },
      { flag: 'flags/lists', variant: '', shouldApply: false },
    ]);
    expect(under.lines).toMatchObject([{ flag: 'plain' }]);
  });
});

describe('POST /v1/telemetry:upload', () => {
  it('takes what JavaScript sends', async () => {
    const answer = await wire().post('/v1/telemetry:upload', {
      clientSecret: APP_SECRET,
      monitoring: { platform: 'PLATFORM_JS_WEB', libraryTraces: [{}] },
    });
    expect([answer.status, answer.json]).toEqual([200, {}]);
  });
});

describe('clients', () => {
  it('see their own flags only', async () => {
    const answer = await resolve(wire(), { clientSecret: OTHER_SECRET });
    expect(flagsOf(answer).map(({ flag }) => flag)).toEqual(['flags/plain']);
  });
});
