import type { ResolverState, StateFlag } from '@etude/flags';
import { EtudeError } from '@etude/kernel';
import { describe, expect, it } from 'vitest';
import { rateLimit } from './rate-limit';
import { SHOP_SECRET, exampleState } from './testing/example-state';
import { z } from 'zod';
import { NOW, edgeUnderTest } from './testing/edge-under-test';

const single = (key: string) => `/ofrep/v1/evaluate/flags/${key}`;
const BULK = '/ofrep/v1/evaluate/flags';
const context = { targetingKey: 'user-1', country: 'SE' };

describe('a bulk evaluation that applies later', () => {
  it('logs nothing, names what has an assignment and gives a token', async () => {
    const edge = edgeUnderTest();
    const { status, json } = await edge.post('/ofrep/v1/evaluate/flags', {
      context: { targetingKey: 'user-1', country: 'NO' },
      apply: false,
    });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      etude: {
        resolveToken: expect.stringContaining('flags/checkout-button'),
        apply: expect.arrayContaining(['checkout-button', 'fixed']),
      },
    });
    // No rule gives a banner outside Sweden.
    expect(JSON.stringify(json)).not.toMatch(/"apply":\[[^\]]*banner/);
    expect(edge.lines).toEqual([]);
  });
});

describe('single OFREP evaluation', () => {
  it('answers with the struct, the variant and the reason', async () => {
    const edge = edgeUnderTest();
    const { status, json } = await edge.post(single('fixed'), { context });
    expect(status).toBe(200);
    expect(json).toEqual({
      key: 'fixed',
      reason: 'STATIC',
      variant: 'blue',
      value: { color: 'blue', enabled: false, limit: 3, layout: null },
      metadata: { rule: 'all' },
    });
  });

  it('logs one assignment record before it answers', async () => {
    const edge = edgeUnderTest();
    await edge.post(single('banner'), { context });
    expect(edge.lines).toEqual([
      {
        type: 'assignment',
        assigned_at: NOW,
        unit: 'user-1',
        selector: 'targeting_key',
        flag: 'banner',
        rule: 'sweden',
        segment: 'sweden',
        variant: 'green',
        assignment_id: 'to-green',
        reason: 'MATCH',
        client: 'shop',
        environment: 'production',
        resolve_id: 'id1',
        log_id: 'id1-0',
      },
    ]);
  });

  it.each([
    ['fixed', 'STATIC'],
    ['banner', 'TARGETING_MATCH'],
    ['checkout-button', 'SPLIT'],
  ])('calls the reason of %s %s', async (key, reason) => {
    const { json } = await edgeUnderTest().post(single(key), { context });
    expect(json).toMatchObject({ reason });
  });

  it.each([
    ['fixed.color', 'blue'],
    ['fixed.enabled', false],
    ['fixed.limit', 3],
  ])('gives the property %s as the scalar %j', async (key, value) => {
    const edge = edgeUnderTest();
    const { json } = await edge.post(single(key), { context });
    expect(json).toMatchObject({ key, value });
    expect(edge.lines).toHaveLength(1);
  });

  it('reaches into nested structs, where an absent struct has no value', async () => {
    const edge = edgeUnderTest();
    const nested = await edge.post(single('banner.layout.columns'), {
      context,
    });
    expect(nested.json).toMatchObject({ value: 2 });
    const absent = await edge.post(single('fixed.layout.columns'), { context });
    expect(absent.json).not.toHaveProperty('value');
    expect(absent.json).toMatchObject({ reason: 'DEFAULT', variant: 'blue' });
  });

  it('leaves the value out where no rule matches, and logs nothing', async () => {
    const edge = edgeUnderTest();
    const { status, json } = await edge.post(single('banner'), {
      context: { targetingKey: 'user-1', country: 'NO' },
    });
    expect(status).toBe(200);
    expect(json).toEqual({ key: 'banner', reason: 'DEFAULT' });
    expect(edge.lines).toEqual([]);
  });

  it('leaves the value out for the client default, and logs it', async () => {
    const edge = edgeUnderTest();
    const { json } = await edge.post(single('own-default'), { context });
    expect(json).toEqual({
      key: 'own-default',
      reason: 'DEFAULT',
      metadata: { rule: 'all' },
    });
    expect(edge.lines).toMatchObject([{ variant: null, unit: 'user-1' }]);
  });

  it('takes the unit from the path that the rule names', async () => {
    const edge = edgeUnderTest();
    await edge.post(single('by-account'), {
      context: { targetingKey: 'user-1', account: { id: 'acme' } },
    });
    expect(edge.lines).toMatchObject([
      { unit: 'acme', selector: 'account.id' },
    ]);
  });

  it.each([
    ['missing', {}, 404, 'FLAG_NOT_FOUND'],
    ['fixed.price', { context }, 404, 'FLAG_NOT_FOUND'],
    ['fixed', '{', 400, 'PARSE_ERROR'],
    ['fixed', '[]', 400, 'PARSE_ERROR'],
    ['fixed', '['.repeat(100_000), 400, 'PARSE_ERROR'],
    ['fixed', { context: 'user-1' }, 400, 'INVALID_CONTEXT'],
    [
      'checkout-button',
      { context: { targetingKey: {} } },
      400,
      'INVALID_CONTEXT',
    ],
  ])(
    'refuses %s with body %j: %i %s',
    async (...[key, body, status, errorCode]) => {
      const edge = edgeUnderTest();
      const response = await edge.post(single(key), body);
      expect(response.status).toBe(status);
      expect(response.json).toMatchObject({ key, errorCode });
      expect(edge.lines).toEqual([]);
    },
  );

  it('knows the secret as bearer token and as API key only', async () => {
    const edge = edgeUnderTest();
    const status = async (headers: Record<string, string>) =>
      (await edge.post(single('fixed'), { context }, headers)).status;
    expect(await status({})).toBe(200);
    expect(await status({ authorization: '', 'x-api-key': SHOP_SECRET })).toBe(
      200,
    );
    expect(await status({ authorization: '' })).toBe(401);
    const wrong = await edge.post(
      single('fixed'),
      {},
      { authorization: 'Bearer wr0ng' },
    );
    expect(wrong.status).toBe(401);
    expect(wrong.body).not.toContain('wr0ng');
  });

  it('says that it is not ready while it has no state', async () => {
    const edge = edgeUnderTest({ state: null });
    const { status, json, headers } = await edge.post(single('fixed'), {
      context,
    });
    expect(status).toBe(503);
    expect(json).toMatchObject({ errorCode: 'PROVIDER_NOT_READY' });
    expect(headers['retry-after']).toBe('1');
  });

  it.each([
    ['ETUDE_LOG_BACKPRESSURE', 429],
    ['ETUDE_LOG_WRITE_FAILED', 503],
    ['ETUDE_LOG_CLOSED', 503],
  ])('does not answer with success on %s', async (code, status) => {
    const edge = edgeUnderTest({
      append: () =>
        Promise.reject(new EtudeError('x', { code, kind: 'operational' })),
    });
    const response = await edge.post(single('fixed'), { context });
    expect(response.status).toBe(status);
    expect(response.headers['retry-after']).toMatch(/^\d+$/);
  });
});

describe('bulk OFREP evaluation', () => {
  it('answers every flag of the client and its scalar properties', async () => {
    const edge = edgeUnderTest();
    const { json } = await edge.post(BULK, { context });
    const { flags } = z
      .object({ flags: z.array(z.looseObject({ key: z.string() })) })
      .parse(json);
    const answers = new Map(flags.map(flag => [flag.key, flag]));
    expect(answers.size).toBe(flags.length);
    expect(answers.get('fixed')).toMatchObject({ variant: 'blue' });
    expect(answers.get('banner.color')).toMatchObject({ value: 'green' });
    expect(answers.get('banner.layout.columns')).toMatchObject({ value: 2 });
    expect(answers.get('by-account')).toEqual({
      key: 'by-account',
      reason: 'DEFAULT',
    });
    expect(answers.get('by-account.color')).toBeUndefined();
    expect(edge.lines.map(line => line['flag']).sort()).toEqual([
      'banner',
      'checkout-button',
      'fixed',
      'own-default',
    ]);
    expect(new Set(edge.lines.map(line => line['log_id'])).size).toBe(4);
  });

  it('answers 304 and logs nothing while the client is up to date', async () => {
    const edge = edgeUnderTest();
    const first = await edge.post(BULK, { context });
    const etag = first.headers['etag'] ?? '';
    const logged = edge.lines.length;
    const again = await edge.post(BULK, { context }, { 'if-none-match': etag });
    expect(again).toMatchObject({ status: 304, body: '' });
    expect(again.headers['etag']).toBe(etag);
    expect(edge.lines).toHaveLength(logged);
  });

  it('gives another etag to another unit', async () => {
    const edge = edgeUnderTest();
    const first = await edge.post(BULK, { context });
    const other = await edge.post(BULK, {
      context: { ...context, targetingKey: 'user-2' },
    });
    expect(other.headers['etag']).not.toBe(first.headers['etag']);
  });

  it('answers and logs again when only the rule behind a value changed', async () => {
    const before = await edgeUnderTest().post(BULK, { context });
    const state = exampleState();
    const rule = state.flags.find(flag => flag.name === 'flags/fixed')
      ?.rules[0];
    if (rule) rule.name = 'flags/fixed/rules/another';
    const edge = edgeUnderTest({ state });
    const after = await edge.post(
      BULK,
      { context },
      { 'if-none-match': before.headers['etag'] ?? '' },
    );
    expect(after.status).toBe(200);
    expect(edge.lines).toContainEqual(
      expect.objectContaining({ flag: 'fixed', rule: 'another' }),
    );
  });
});

describe('the answers of flags that are off, defaulted or stale', () => {
  const changed = (change: Partial<StateFlag>): ResolverState => {
    const state = exampleState();
    return {
      ...state,
      flags: state.flags.map(flag =>
        flag.name === 'flags/banner' ? { ...flag, ...change } : flag,
      ),
    };
  };
  const norway = { targetingKey: 'user-1', country: 'NO' };
  const defaultVariant = 'flags/banner/variants/green';

  it.each([
    ['the default variant where no rule matches', { defaultVariant }, norway],
    [
      'the default variant where a prerequisite is missing',
      {
        defaultVariant,
        prerequisites: [{ flag: 'flags/none', variants: ['x'] }],
      },
      context,
    ],
  ])('give %s, and log nothing', async (_case, change, given) => {
    const edge = edgeUnderTest({ state: changed(change) });
    const { json } = await edge.post(single('banner.color'), {
      context: given,
    });
    expect(json).toMatchObject({
      reason: 'DEFAULT',
      variant: 'green',
      value: 'green',
    });
    expect(edge.lines).toEqual([]);
  });

  it('name the prerequisite as the reason in the metadata', async () => {
    const prerequisites = [{ flag: 'flags/none', variants: ['x'] }];
    const edge = edgeUnderTest({ state: changed({ prerequisites }) });
    const { json } = await edge.post(single('banner'), { context });
    expect(json).toEqual({
      key: 'banner',
      reason: 'DEFAULT',
      metadata: { 'etude.reason': 'PREREQUISITE_FAILED' },
    });
  });

  it('are DISABLED when the flag is off', async () => {
    const edge = edgeUnderTest({ state: changed({ enabled: false }) });
    const { json } = await edge.post(single('banner'), { context });
    expect(json).toEqual({ key: 'banner', reason: 'DISABLED' });
    expect(edge.lines).toEqual([]);
  });

  it('say in their metadata that the state is too old', async () => {
    const edge = edgeUnderTest({ isStale: true });
    const { json } = await edge.post(single('fixed'), { context });
    expect(json).toMatchObject({
      reason: 'STATIC',
      value: { color: 'blue' },
      metadata: { rule: 'all', 'etude.stale': true },
    });
    const fresh = await edgeUnderTest().post(BULK, { context });
    const stale = await edge.post(BULK, { context });
    expect(stale.headers['etag']).not.toBe(fresh.headers['etag']);
  });
});

describe('limits of an evaluation', () => {
  it('takes a context of 2,000 values and refuses a larger one', async () => {
    const edge = edgeUnderTest();
    const fields = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, i]));
    // The context itself and its targeting key count as well.
    const most = { targetingKey: 'user-1', ...fields(1_998) };
    const { status } = await edge.post(single('fixed'), { context: most });
    expect(status).toBe(200);
    const more = await edge.post(single('fixed'), {
      context: { ...most, one: 1 },
    });
    expect(more.status).toBe(400);
    expect(more.json).toMatchObject({ errorCode: 'INVALID_CONTEXT' });
  });

  it('treats names of prototype properties as data', async () => {
    const edge = edgeUnderTest();
    const body = `{"context":{"targetingKey":"user-1","__proto__":{"country":"SE"},"constructor":{"prototype":{"country":"SE"}}}}`;
    const { json } = await edge.post(single('banner'), body);
    expect(json).toEqual({ key: 'banner', reason: 'DEFAULT' });
    expect(({} as { country?: string }).country).toBeUndefined();
    for (const key of ['__proto__', 'constructor', 'fixed.__proto__']) {
      const answer = await edge.post(single(key), { context });
      expect(answer.status).toBe(404);
    }
  });

  it('answers 429 with Retry-After to a credential that asks too often', async () => {
    let now = 0;
    const clock = { now: () => new Date(now) };
    const edge = edgeUnderTest({ clock, rateLimit: rateLimit(2, clock) });
    const statuses = async (count: number) => {
      const answers = [];
      for (let i = 0; i < count; i += 1) {
        answers.push(await edge.post(single('fixed'), { context }));
      }
      return answers;
    };
    // Twice the rate at once, then the rate.
    const burst = await statuses(5);
    expect(burst.map(({ status }) => status)).toEqual([
      200, 200, 200, 200, 429,
    ]);
    expect(burst[4]?.headers['retry-after']).toBe('1');
    expect(burst[4]?.body).not.toContain(SHOP_SECRET);
    now += 1_000;
    const later = await statuses(3);
    expect(later.map(({ status }) => status)).toEqual([200, 200, 429]);
  });
});
