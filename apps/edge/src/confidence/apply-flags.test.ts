import { describe, expect, it } from 'vitest';
import { isJsonBody } from '../parse-json-body';
import type { JsonBody } from '../parse-json-body';
import { correctedApplyTime } from './apply-flags';
import { TOKEN_LIFETIME_MS } from './resolve-token/resolve-token';
import { APP_SECRET, OTHER_SECRET, wireState } from './testing/wire-state';
import { TEST_KEY, WIRE_NOW, wireUnderTest } from './testing/wire-under-test';
import type {
  WireUnderTest,
  WireUnderTestOptions,
} from './testing/wire-under-test';

const someText: unknown = expect.any(String);

const wire = (rest: WireUnderTestOptions = {}): WireUnderTest =>
  wireUnderTest({ state: wireState(), ...rest });

const tokenOf = async (
  under: WireUnderTest,
  rest: JsonBody = {},
): Promise<string> => {
  const { json } = await under.post('/v1/flags:resolve', {
    clientSecret: APP_SECRET,
    evaluationContext: { targeting_key: 'user-1' },
    ...rest,
  });
  return isJsonBody(json) ? String(json['resolveToken']) : '';
};

const apply = (
  under: WireUnderTest,
  resolveToken: string,
  names: readonly string[],
  rest: JsonBody = {},
) =>
  under.post('/v1/flags:apply', {
    clientSecret: APP_SECRET,
    resolveToken,
    sendTime: WIRE_NOW,
    flags: names.map(name => ({
      flag: `flags/${name}`,
      applyTime: WIRE_NOW,
    })),
    ...rest,
  });

describe('POST /v1/flags:apply', () => {
  it('logs the assignments of the resolve', async () => {
    const under = wire();
    const token = await tokenOf(under);
    const answer = await apply(under, token, ['plain', 'code-default']);
    expect([answer.status, answer.json]).toEqual([200, {}]);
    expect(under.lines).toMatchObject([
      {
        flag: 'plain',
        rule: 'r',
        segment: 'everyone',
        variant: 'on',
        unit: 'user-1',
        selector: 'targeting_key',
        assignment_id: 'to-on',
        reason: 'MATCH',
        client: 'app',
        environment: 'production',
      },
      { flag: 'code-default', variant: null, assignment_id: 'own' },
    ]);
  });

  it('logs the rules that a flag fell through', async () => {
    const under = wire();
    await apply(under, await tokenOf(under), ['passed', 'passed-on']);
    expect(under.lines).toMatchObject([
      { flag: 'passed', reason: 'FALLTHROUGH', segment: 'everyone' },
      { flag: 'passed-on', rule: 'first', reason: 'FALLTHROUGH' },
      { flag: 'passed-on', rule: 'second', reason: 'MATCH' },
    ]);
  });

  it('takes snake_case, also within camelCase as JavaScript 0.0.x sends it', async () => {
    const under = wire();
    const token = await tokenOf(under);
    const answer = await under.post('/v1/flags%3Aapply', {
      client_secret: APP_SECRET,
      resolve_token: token,
      send_time: WIRE_NOW,
      flags: [{ flag: 'flags/plain', apply_time: WIRE_NOW }],
    });
    expect(answer.status).toBe(200);
    expect(under.lines).toHaveLength(1);
  });

  it('logs a repeated apply once', async () => {
    const under = wire();
    const token = await tokenOf(under);
    await apply(under, token, ['plain', 'plain']);
    await apply(under, token, ['plain']);
    expect(under.lines).toHaveLength(1);
  });

  it('gives repeats on other edges the same log id', async () => {
    const first = wire();
    const second = wire({ remembers: false });
    const token = await tokenOf(first);
    await apply(first, token, ['passed-on']);
    await apply(second, token, ['passed-on']);
    await apply(second, token, ['passed-on']);
    const ids = [...first.lines, ...second.lines].map(line => line['log_id']);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(2);
    expect(second.lines).toMatchObject([
      { id_origin: 'client' },
      { id_origin: 'client' },
      {},
      {},
    ]);
  });

  it('logs two resolves of one unit as two', async () => {
    const under = wire({ remembers: false });
    await apply(under, await tokenOf(under), ['plain']);
    await apply(under, await tokenOf(under), ['plain']);
    expect(new Set(under.lines.map(line => line['log_id'])).size).toBe(2);
  });

  it.each(['sweden', 'nope', 'off-without-default'])(
    'refuses the whole call when %s is not in the token',
    async name => {
      const under = wire();
      const answer = await apply(under, await tokenOf(under), ['plain', name]);
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ code: 3, message: someText });
      expect(answer.text).toContain(`flags/${name}`);
      expect(under.lines).toEqual([]);
    },
  );

  it('takes a default variant, which JavaScript 0.0.x applies, and logs nothing', async () => {
    const under = wire();
    const token = await tokenOf(under);
    const answer = await apply(under, token, ['with-default', 'plain']);
    expect(answer.status).toBe(200);
    expect(under.lines).toMatchObject([{ flag: 'plain' }]);
  });

  it('takes every flag from Swift, which applies them all', async () => {
    const under = wire();
    const token = await tokenOf(under, {
      sdk: { id: 'SDK_ID_SWIFT_CONFIDENCE' },
    });
    const answer = await apply(under, token, ['plain', 'sweden', 'broken']);
    expect(answer.status).toBe(200);
    expect(under.lines).toMatchObject([{ flag: 'plain' }]);
  });

  it('does nothing for an empty token or no flags', async () => {
    const under = wire();
    expect((await apply(under, '', ['plain'])).status).toBe(200);
    expect((await apply(under, await tokenOf(under), [])).status).toBe(200);
    expect(under.lines).toEqual([]);
  });

  it.each([
    ['no base64', '***'],
    ['a foreign token', 'aGVsbG8gd29ybGQ='],
  ])('refuses %s with 400', async (_case, token) => {
    const answer = await apply(wire(), token, ['plain']);
    expect(answer.status).toBe(400);
  });

  it('refuses a token with any byte changed', async () => {
    const under = wire();
    const token = Buffer.from(await tokenOf(under), 'base64');
    for (let at = 0; at < token.length; at += 7) {
      const altered = Buffer.from(token);
      altered[at] = (altered[at] ?? 0) ^ 1;
      const answer = await apply(under, altered.toString('base64'), ['plain']);
      expect(answer.status).toBe(400);
    }
    const cut = token.subarray(0, token.length - 1).toString('base64');
    expect((await apply(under, cut, ['plain'])).status).toBe(400);
    expect(under.lines).toEqual([]);
  });

  it('opens tokens of edges with the same keys, and of older keys', async () => {
    const fresh = new Uint8Array(32).fill(9);
    const token = await tokenOf(wire());
    const rotated = wire({ keys: [fresh, TEST_KEY] });
    expect((await apply(rotated, token, ['plain'])).status).toBe(200);
    const foreign = wire({ keys: [fresh] });
    expect((await apply(foreign, token, ['plain'])).status).toBe(400);
  });

  it('refuses the token of another client', async () => {
    const under = wire();
    const token = await tokenOf(under, { clientSecret: OTHER_SECRET });
    expect((await apply(under, token, ['plain'])).status).toBe(400);
  });

  it('refuses tokens that have expired', async () => {
    const resolved = Date.parse(WIRE_NOW);
    const token = await tokenOf(wire());
    const after = (ms: number) => wire({ now: () => new Date(resolved + ms) });
    const last = await apply(after(TOKEN_LIFETIME_MS), token, ['plain']);
    expect(last.status).toBe(200);
    const late = await apply(after(TOKEN_LIFETIME_MS + 1), token, ['plain']);
    expect(late.status).toBe(400);
  });

  it.each([
    { sendTime: 'yesterday' },
    { flags: [{ flag: 'a', applyTime: 3 }] },
  ])('refuses %j with 400', async rest => {
    const under = wire();
    const token = await tokenOf(under);
    expect((await apply(under, token, ['plain'], rest)).status).toBe(400);
  });
});

describe('correctedApplyTime', () => {
  const at = (text: string) => new Date(`2026-03-01T${text}Z`);
  const bounds = { receivedAt: at('12:00:00'), issuedAt: at('11:00:00') };

  it.each([
    // The client's clock is ten years behind; it sent ten minutes after use.
    ['2016-03-01T11:50:00Z', '2016-03-01T12:00:00Z', '11:50:00'],
    ['2026-03-01T11:59:00Z', '2026-03-01T11:59:30Z', '11:59:30'],
    // Used "after" it was sent: the clock was set back in between.
    ['2026-03-01T12:30:00Z', '2026-03-01T12:00:00Z', '12:00:00'],
    // Used "before" the resolve.
    ['2026-02-01T12:00:00Z', '2026-03-01T12:00:00Z', '11:00:00'],
  ])('takes use at %s, sent at %s, as %s', (use, sent, expected) => {
    const time = correctedApplyTime(new Date(use), new Date(sent), bounds);
    expect(time).toEqual(at(expected));
  });

  it('takes the receipt where the client says nothing', () => {
    expect(correctedApplyTime(null, null, bounds)).toEqual(at('12:00:00'));
    const used = at('11:30:00');
    expect(correctedApplyTime(used, null, bounds)).toEqual(used);
  });
});
