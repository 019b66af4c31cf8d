import { createDecipheriv, hash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import type { ResolverState, StateCriterion } from '@etude/flags';
import { describe, expect, it } from 'vitest';
import { isJsonBody } from '../../parse-json-body';
import type { JsonBody } from '../../parse-json-body';
import { messagesIn, textIn } from '../proto/decoded-message';
import { jsonOfStruct } from '../proto/struct';
import { wireMessage } from '../proto/wire-types';
import { APP_SECRET, BROWSER_SECRET, wireState } from '../testing/wire-state';
import { wireUnderTest } from '../testing/wire-under-test';
import type { WireAnswer } from '../testing/wire-under-test';

const envelope = wireMessage('confidence.flags.admin.v1.ClientResolverState');
const resolverState = wireMessage('confidence.flags.admin.v1.ResolverState');

const PATH = `/${hash('sha256', APP_SECRET)}`;
const owner = { authorization: `ClientSecret ${APP_SECRET}` };

const decode = (message: typeof envelope, bytes: unknown): JsonBody => {
  const read = message.decode(
    bytes instanceof Uint8Array ? bytes : new Uint8Array(0),
  );
  return read.ok ? read.value : {};
};

const bytesOf = ({ body }: WireAnswer): Buffer => Buffer.from(body);

const download = async (
  state: ResolverState = wireState(),
  headers: Record<string, string> = {},
): Promise<JsonBody> => {
  const answer = await wireUnderTest({ state }).ask('GET', PATH, { headers });
  expect(answer.status).toBe(200);
  const outer = decode(envelope, bytesOf(answer));
  expect(outer).toMatchObject({
    account: 'acme',
    logDestinations: [1],
  });
  return decode(resolverState, outer['state']);
};

const named = (messages: JsonBody[], name: string): JsonBody =>
  messages.find(message => message['name'] === name) ?? {};

const flagNamed = (state: JsonBody, id: string): JsonBody =>
  named(messagesIn(state, 'flags'), `flags/${id}`);

const withCriterion = (criterion: StateCriterion): ResolverState => {
  const state = wireState();
  const segments = state.segments.map(segment =>
    segment.name === 'segments/sweden'
      ? {
          ...segment,
          targeting: {
            criteria: { country: criterion },
            expression: { type: 'ref' as const, ref: 'country' },
          },
        }
      : segment,
  );
  return { ...state, segments };
};

describe('GET /<hash of the secret>', () => {
  it('holds the active flags of the client and what they reach', async () => {
    const state = await download();
    const flags = messagesIn(state, 'flags').map(flag => textIn(flag, 'name'));
    expect(flags).toContain('flags/plain');
    expect(flags).not.toContain('flags/gone');
    expect(
      messagesIn(state, 'segmentsNoBitsets').map(({ name }) => name),
    ).toEqual(expect.arrayContaining(['segments/everyone', 'segments/sweden']));
    expect(state).toMatchObject({
      clients: [{ name: 'clients/app' }],
      clientCredentials: [
        {
          name: 'clients/app/credentials/server',
          environments: ['production'],
        },
      ],
    });
  });

  it('tells a flag as the protocol does', async () => {
    const plain = flagNamed(await download(), 'half');
    expect(plain).toMatchObject({
      state: 1,
      clients: ['clients/app'],
      rules: [
        {
          name: 'flags/half/rules/r',
          segment: 'segments/everyone',
          enabled: true,
          targetingKeySelector: 'targeting_key',
          assignmentSpec: {
            bucketCount: 100,
            assignments: [
              {
                assignmentId: 'to-on',
                variant: { variant: 'flags/half/variants/on' },
                bucketRanges: [{ lower: 0, upper: 50 }],
              },
              { bucketRanges: [{ lower: 50, upper: 100 }] },
            ],
          },
        },
      ],
    });
    const [on] = messagesIn(plain, 'variants');
    expect(jsonOfStruct(on?.['value'])).toEqual({
      color: 'green',
      limit: 4,
      layout: { columns: 2 },
    });
  });

  it('packs populations with the first bucket in the lowest bit', async () => {
    const state = wireState();
    const segments = state.segments.map(segment => ({
      ...segment,
      population: [
        [0, 3],
        [999_999, 1_000_000],
      ] satisfies [number, number][],
    }));
    const [first] = messagesIn(
      await download({ ...state, segments }),
      'bitsets',
    );
    const packed = first?.['gzippedBitset'];
    const bits = gunzipSync(packed instanceof Uint8Array ? packed : '');
    expect(bits).toHaveLength(125_000);
    expect([bits[0], bits[1], bits[124_999]]).toEqual([0b111, 0, 0b1000_0000]);
    const everyone = messagesIn(await download(), 'bitsets');
    expect(everyone).toContainEqual(
      expect.objectContaining({
        segment: 'segments/everyone',
        fullBitset: true,
      }),
    );
  });

  it('turns a default variant into a last rule for everyone', async () => {
    const state = await download();
    const [rule] = messagesIn(flagNamed(state, 'switched-off'), 'rules');
    expect(rule).toMatchObject({
      segment: 'segments/etude.everyone',
      targetingKeySelector: '',
      assignmentSpec: {
        bucketCount: 1,
        assignments: [
          {
            variant: { variant: 'flags/switched-off/variants/off' },
            bucketRanges: [{ lower: 0, upper: 1 }],
          },
        ],
      },
    });
    expect(flagNamed(state, 'off-without-default')['rules']).toEqual([]);
  });

  it('leaves out flags that it cannot tell without changing them', async () => {
    const answer = await wireUnderTest({ state: wireState() }).ask('GET', PATH);
    expect(answer.headers['etude-flags-left-out']).toBe('2');
    const report = await wireUnderTest({ state: wireState() }).ask(
      'GET',
      '/v1/state:leftOut',
      { headers: owner },
    );
    expect(report.json).toMatchObject({
      leftOut: [{ flag: 'flags/after-plain' }, { flag: 'flags/pattern' }],
    });
    const state = await download();
    expect(flagNamed(state, 'pattern')).toEqual({});
    expect(flagNamed(state, 'after-plain')).toEqual({});
  });

  it.each<[StateCriterion, JsonBody]>([
    [
      { type: 'attribute', attribute: 'a', rule: { op: 'eq', value: null } },
      { eqRule: { value: {} } },
    ],
    [
      {
        type: 'attribute',
        attribute: 'a.b',
        rule: {
          op: 'any',
          rule: {
            op: 'range',
            start: { value: { type: 'number', value: 1 }, inclusive: true },
            end: { value: { type: 'number', value: 2 }, inclusive: false },
          },
        },
      },
      {
        anyRule: {
          rule: {
            rangeRule: {
              startInclusive: { numberValue: 1 },
              endExclusive: { numberValue: 2 },
            },
          },
        },
      },
    ],
    [
      {
        type: 'attribute',
        attribute: 'at',
        rule: {
          op: 'set',
          values: [
            { type: 'timestamp', value: '2026-03-01' },
            { type: 'version', value: '1.2.3' },
          ],
        },
      },
      {
        setRule: {
          values: [
            { timestampValue: { seconds: 1_772_323_200, nanos: 0 } },
            { versionValue: { version: '1.2.3' } },
          ],
        },
      },
    ],
  ])('tells criterion %j', async (criterion, expected) => {
    const state = await download(withCriterion(criterion));
    const segments = messagesIn(state, 'segmentsNoBitsets');
    const { targeting } = named(segments, 'segments/sweden');
    expect(targeting).toMatchObject({
      criteria: { country: { attribute: expected } },
      expression: { ref: 'country' },
    });
  });

  it('leaves an operator that nobody knows without a rule', async () => {
    const state = await download(
      withCriterion({
        type: 'attribute',
        attribute: 'a',
        rule: { op: 'unrecognized' },
      }),
    );
    const segments = messagesIn(state, 'segmentsNoBitsets');
    const { targeting } = named(segments, 'segments/sweden');
    const criteria = isJsonBody(targeting) ? targeting['criteria'] : {};
    expect(criteria).toEqual({
      country: { attribute: { attributeName: 'a' } },
    });
  });

  it('names the secret only to whoever sent it', async () => {
    const [unnamed] = messagesIn(await download(), 'clientCredentials');
    expect(unnamed).toMatchObject({ clientSecret: { secret: '' } });
    const own = await download(wireState(), owner);
    const [credential] = messagesIn(own, 'clientCredentials');
    expect(credential).toMatchObject({ clientSecret: { secret: APP_SECRET } });
  });

  it('answers 304 to the etag of the state it would send', async () => {
    const under = wireUnderTest({ state: wireState() });
    const first = await under.ask('GET', PATH);
    const etag = first.headers['etag'] ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    const headers = { 'if-none-match': `W/${etag}, "other"` };
    const again = await under.ask('GET', PATH, { headers });
    expect([again.status, again.text]).toEqual([304, '']);
    const changed = wireUnderTest({
      state: { ...wireState(), flags: [] },
    });
    expect((await changed.ask('GET', PATH, { headers })).status).toBe(200);
  });

  it('refuses browsers, and hashes that are of no secret', async () => {
    const under = wireUnderTest({ state: wireState() });
    const browser = await under.ask(
      'GET',
      `/${hash('sha256', BROWSER_SECRET)}`,
    );
    expect(browser.status).toBe(403);
    expect((await under.ask('GET', `/${'0'.repeat(64)}`)).status).toBe(404);
    expect((await under.ask('GET', `${PATH}.enc`)).status).toBe(404);
    expect((await under.ask('POST', PATH)).status).toBe(404);
    const waiting = wireUnderTest({ state: null });
    expect((await waiting.ask('GET', PATH)).status).toBe(503);
  });

  it('seals the .enc state with AES-256-GCM', async () => {
    const stateKey = new Uint8Array(32).fill(3);
    const under = wireUnderTest({ state: wireState(), stateKey });
    const plain = bytesOf(await under.ask('GET', PATH));
    const sealed = bytesOf(await under.ask('GET', `${PATH}.enc`));
    const decipher = createDecipheriv(
      'aes-256-gcm',
      stateKey,
      sealed.subarray(0, 12),
    );
    decipher.setAuthTag(sealed.subarray(-16));
    const opened = Buffer.concat([
      decipher.update(sealed.subarray(12, -16)),
      decipher.final(),
    ]);
    expect(opened.equals(plain)).toBe(true);
  });
});
