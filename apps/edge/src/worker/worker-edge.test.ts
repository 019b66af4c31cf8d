import type { ResolverState, StateRule } from '@etude/flags';
import { describe, expect, it } from 'vitest';
import { SHOP_SECRET } from '../testing/example-state';
import { BROWSER_SECRET, workerState } from './testing/worker-state-document';
import { readWorkerConfig } from './worker-config';
import { createWorkerEdge } from './worker-edge';

type Written = {
  readonly resolveId: string;
  readonly flag: string;
  readonly variant: string | null;
  readonly isFallthrough: boolean;
};

const FLAGS_API = 'https://portal.example/api/flags/v1';
const STATE_URL = `${FLAGS_API}/state`;
const BULK = 'https://worker.example/ofrep/v1/evaluate/flags';

/** A Worker on a portal and a collecting edge that are told what to answer. */
const workerUnderTest = (bindings: Record<string, unknown> = {}) => {
  const world = {
    nowMs: Date.parse('2026-03-01T12:00:00Z'),
    portal: (_request: Request): Response | Promise<Response> =>
      Response.json(workerState('1'), { headers: { etag: '"1"' } }),
    collector: (_request: Request) => Response.json({}),
    /** Answers what is asked of the portal's sticky assignments. */
    sticky: (_path: string, _body: unknown) =>
      new Response(null, { status: 404 }),
    asked: 0,
    written: [] as Written[][],
    secrets: [] as (string | null)[],
    problems: [] as string[],
    after: [] as Promise<void>[],
  };
  const answerOf = async (request: Request): Promise<Response> => {
    if (request.url === STATE_URL) {
      world.asked += 1;
      return world.portal(request);
    }
    if (request.url.startsWith(FLAGS_API)) {
      const path = request.url.slice(FLAGS_API.length);
      return world.sticky(path, await request.json());
    }
    const body = (await request.json()) as { assignments: Written[] };
    const answer = world.collector(request);
    if (answer.ok) world.written.push(body.assignments);
    world.secrets.push(request.headers.get('authorization'));
    return answer;
  };
  let ids = 0;
  const { state, answer } = createWorkerEdge(
    readWorkerConfig({
      ETUDE_BACKEND_URL: 'https://portal.example/',
      ETUDE_EDGE_TOKEN: 'edge-token',
      ETUDE_COLLECT_URL: 'https://edge.example',
      ETUDE_COLLECT_SECRETS: `other, ${SHOP_SECRET}`,
      ETUDE_RATE_LIMIT: null,
      ...bindings,
    }),
    {
      fetch: async (input, init) => answerOf(new Request(input, init)),
      clock: { now: () => new Date(world.nowMs) },
      newId: () => `${(ids += 1)}`.padStart(32, '0'),
      random: () => 0.5,
      onProblem: message => world.problems.push(message),
    },
  );
  const send = async (request: Request) => {
    await state.prepare(work => world.after.push(work));
    return answer(request);
  };
  const post = (path: string, context: Record<string, unknown>) =>
    send(
      new Request(`${BULK}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${BROWSER_SECRET}` },
        body: JSON.stringify({ context }),
      }),
    );
  const versionOf = async () => {
    const status = await send(
      new Request('https://worker.example/v1/edge:status'),
    );
    const body = (await status.json()) as { state: { version: string } | null };
    return body.state?.version ?? null;
  };
  return { world, post, versionOf, state };
};

const serving = (state: ResolverState, etag: string) => () =>
  Response.json(state, { headers: { etag } });

describe('the state of a Worker', () => {
  it('is waited for by the first request and renewed after later ones', async () => {
    const { world, versionOf } = workerUnderTest();
    expect(await versionOf()).toBe('1');
    expect(world.asked).toBe(1);
    world.portal = serving(workerState('2'), '"2"');
    world.nowMs += 999;
    expect(await versionOf()).toBe('1');
    expect(world.after).toHaveLength(0);
    world.nowMs += 1;
    expect(await versionOf()).toBe('1');
    await Promise.all(world.after);
    expect(world.asked).toBe(2);
    expect(await versionOf()).toBe('2');
  });

  it('is asked for with its ETag and the token', async () => {
    const { world, versionOf, state } = workerUnderTest();
    await versionOf();
    const before = state.current();
    world.portal = request => {
      expect(request.headers.get('if-none-match')).toBe('"1"');
      expect(request.headers.get('authorization')).toBe('Bearer edge-token');
      return new Response(null, { status: 304 });
    };
    world.nowMs += 60_000;
    await versionOf();
    await Promise.all(world.after);
    expect(world.problems).toEqual([]);
    expect(state.current()?.confirmedAtMs).toBe(world.nowMs);
    expect(state.current()?.resolver).toBe(before?.resolver);
  });

  it('is not compiled again where a proxy takes its ETag away', async () => {
    const { world, versionOf, state } = workerUnderTest();
    world.portal = () => Response.json(workerState('1'));
    await versionOf();
    const before = state.current();
    world.nowMs += 1_000;
    await versionOf();
    await Promise.all(world.after);
    expect(world.asked).toBe(2);
    expect(state.current()?.resolver).toBe(before?.resolver);
  });

  it('is waited for again once it is stale, and answers say so when that fails', async () => {
    const { world, post, versionOf } = workerUnderTest();
    await versionOf();
    world.nowMs += 300_001;
    world.portal = serving(workerState('2'), '"2"');
    expect(await versionOf()).toBe('2');
    world.nowMs += 300_001;
    world.portal = () => new Response('no', { status: 502 });
    const answer = await post('/fixed', { targetingKey: 'u' });
    expect(await answer.json()).toMatchObject({
      variant: 'blue',
      metadata: { 'etude.stale': true },
    });
    expect(world.problems.join()).toContain('502');
    const { asked } = world;
    expect(await versionOf()).toBe('2');
    expect(world.asked).toBe(asked);
    world.portal = serving(workerState('3'), '"3"');
    world.nowMs += 1_000;
    expect(await versionOf()).toBe('2');
    await Promise.all(world.after);
    expect(await versionOf()).toBe('3');
  });

  it('is not replaced by an answer that comes late', async () => {
    const { world, versionOf, state } = workerUnderTest();
    await versionOf();
    let release: (response: Response) => void = () => undefined;
    world.portal = () =>
      new Promise(resolve => {
        release = resolve;
      });
    world.nowMs += 1_000;
    await versionOf();
    world.portal = serving(workerState('3'), '"3"');
    world.nowMs += 1_000;
    await versionOf();
    await world.after[1];
    release(Response.json(workerState('2')));
    await Promise.all(world.after);
    expect(state.current()?.resolver.version).toBe('3');
  });

  it('is refused when it is no state, and nobody is answered without one', async () => {
    const { world, post } = workerUnderTest();
    world.portal = () => Response.json({ flags: 'none' });
    const answer = await post('/fixed', { targetingKey: 'u' });
    expect(answer.status).toBe(503);
    expect(world.problems.join()).toContain('not a resolver state');
  });

  it('may come from a binding alone, and is never stale then', async () => {
    const { world, versionOf, state } = workerUnderTest({
      ETUDE_BACKEND_URL: undefined,
      ETUDE_STATE: workerState('bound'),
    });
    expect(await versionOf()).toBe('bound');
    world.nowMs += 10 * 86_400_000;
    expect(await versionOf()).toBe('bound');
    expect(state.isStale()).toBe(false);
    expect(world.asked).toBe(0);
  });
});

describe('the assignments of a Worker', () => {
  it('go to the edge under a server secret of the same client, once', async () => {
    const { world, post } = workerUnderTest();
    const answer = await post('/fixed', { targetingKey: 'u' });
    expect(answer.status).toBe(200);
    expect(world.secrets).toEqual([`Bearer ${SHOP_SECRET}`]);
    expect(world.written).toEqual([
      [
        {
          resolveId: '1'.padStart(32, '0'),
          assignedAt: '2026-03-01T12:00:00.000Z',
          flag: 'flags/fixed',
          rule: 'flags/fixed/rules/all',
          segment: 'segments/everyone',
          variant: 'flags/fixed/variants/blue',
          assignmentId: 'to-blue',
          unit: 'u',
          selector: 'targeting_key',
          isFallthrough: false,
        },
      ],
    ]);
    await post('/fixed', { targetingKey: 'u' });
    expect(world.written).toHaveLength(1);
    world.nowMs += 120_000;
    await post('/fixed', { targetingKey: 'u' });
    expect(world.written).toHaveLength(2);
  });

  it.each([
    [429, 429, '1'],
    [503, 503, '5'],
    [403, 503, '5'],
  ])(
    'are not acknowledged when the edge answers %i',
    async (status, expected, retryAfter) => {
      const { world, post } = workerUnderTest();
      world.collector = () => new Response(null, { status });
      const refused = await post('/fixed', { targetingKey: 'u' });
      expect(refused.status).toBe(expected);
      expect(refused.headers.get('retry-after')).toBe(retryAfter);
      expect(world.problems.join()).toContain(`answered ${status}`);
      world.collector = () => Response.json({});
      expect((await post('/fixed', { targetingKey: 'u' })).status).toBe(200);
      expect(world.written).toHaveLength(1);
    },
  );

  it('are not acknowledged without a secret for their environment', async () => {
    const { world, post } = workerUnderTest({
      ETUDE_COLLECT_SECRETS: BROWSER_SECRET,
    });
    expect((await post('/fixed', { targetingKey: 'u' })).status).toBe(503);
    expect(world.problems.join()).toContain("client 'shop' in production");
    expect(world.problems.join()).not.toContain(BROWSER_SECRET);
  });

  it('of a bulk answer go a thousand at a time, fallthroughs among them', async () => {
    const { world, post } = workerUnderTest();
    const state = workerState('many');
    const [first] = state.flags;
    const [split] = first?.rules ?? [];
    if (!first || !split) throw new Error('The example has rules.');
    state.flags = Array.from({ length: 1_001 }, (_, index) => {
      const name = `flags/f${index}`;
      const rule = (
        id: string,
        kind: 'clientDefault' | 'fallthrough',
      ): StateRule => ({
        ...split,
        name: `${name}/rules/${id}`,
        assignments: [{ id, kind, ranges: [[0, 100]] }],
      });
      const last = rule('last', 'clientDefault');
      const rules =
        index === 0 ? [rule('through', 'fallthrough'), last] : [last];
      return { ...first, name, variants: [], rules };
    });
    world.portal = serving(state, '"many"');
    expect((await post('', { targetingKey: 'u' })).status).toBe(200);
    expect(world.written.map(({ length }) => length)).toEqual([1_000, 2]);
    const [through, own] = world.written.flat();
    expect(through).toMatchObject({ isFallthrough: true, variant: null });
    expect(own).toMatchObject({ isFallthrough: false, flag: 'flags/f0' });
  });
});

describe('the sticky assignments of a Worker', () => {
  const STORE = 'materializedSegments/first-seen';

  const stickyWorker = () => {
    const worker = workerUnderTest();
    const state = workerState('sticky');
    for (const { name, rules } of state.flags) {
      const [rule] = rules;
      if (name === 'flags/checkout-button' && rule) {
        rule.materialization = { read: STORE, write: STORE };
      }
    }
    worker.world.portal = serving(state, '"sticky"');
    return worker;
  };

  const kept = (unit: string, variant: string) => ({
    unit,
    materialization: STORE,
    entries: [
      {
        rule: 'flags/checkout-button/rules/ab-test',
        variant: `flags/checkout-button/variants/${variant}`,
      },
    ],
  });

  it.each(['blue', 'green'])('are those of the portal: %s', async variant => {
    const { world, post } = stickyWorker();
    world.sticky = path => {
      expect(path).toBe('/materializations:read');
      return Response.json({ units: [kept('u', variant)] });
    };
    const answer = await post('/checkout-button', { targetingKey: 'u' });
    expect(await answer.json()).toMatchObject({ variant });
  });

  it('are kept by the portal before the answer, where it has none', async () => {
    const { world, post } = stickyWorker();
    const writes: unknown[] = [];
    world.sticky = (path, body) => {
      if (path === '/materializations:read')
        return Response.json({ units: [] });
      writes.push(body);
      // Another edge was first.
      return Response.json({ units: [kept('u', 'blue')] });
    };
    const answer = await post('/checkout-button', { targetingKey: 'u' });
    expect(await answer.json()).toMatchObject({ variant: 'blue' });
    const [{ rule, variant } = { rule: '', variant: '' }] = kept(
      'u',
      'green',
    ).entries;
    expect(writes).toEqual([
      {
        writes: [
          { unit: 'u', materialization: STORE, rule, variant, replaces: null },
        ],
      },
    ]);
  });

  it('are not answered when the portal does not keep them', async () => {
    const { world, post } = stickyWorker();
    world.sticky = path =>
      path === '/materializations:read'
        ? Response.json({ units: [] })
        : new Response(null, { status: 500 });
    const answer = await post('/checkout-button', { targetingKey: 'u' });
    expect(answer.status).toBe(503);
    expect(world.written).toEqual([]);
    expect(world.problems.join()).toContain('status 500');
  });

  it('hold up no other flag while the portal is silent', async () => {
    const { world, post } = stickyWorker();
    world.sticky = () => new Response(null, { status: 502 });
    const answer = await post('', { targetingKey: 'u' });
    expect(answer.status).toBe(200);
    const flags = world.written.flat().map(({ flag }) => flag);
    expect(flags).toContain('flags/fixed');
    expect(flags).not.toContain('flags/checkout-button');
  });
});

describe('readWorkerConfig', () => {
  const valid = {
    ETUDE_BACKEND_URL: 'https://portal.example',
    ETUDE_COLLECT_URL: 'https://edge.example',
    ETUDE_COLLECT_SECRETS: 'a',
  };

  it('takes the state from elsewhere when told so', () => {
    const url = 'https://edge.example/v1/state';
    expect(readWorkerConfig({ ...valid, ETUDE_STATE_URL: url }).stateUrl).toBe(
      url,
    );
  });

  it.each([
    [{ ETUDE_BACKEND_URL: null }, 'no flag state'],
    [{ ETUDE_COLLECT_URL: 'edge' }, 'ETUDE_COLLECT_URL'],
    [{ ETUDE_COLLECT_SECRETS: '' }, 'ETUDE_COLLECT_SECRETS'],
    [{ ETUDE_STATE: '{' }, 'ETUDE_STATE is not JSON'],
    [{ ETUDE_STATE_POLL_MS: 'often' }, 'ETUDE_STATE_POLL_MS'],
  ])('refuses %j', (wrong, named) => {
    expect(() => readWorkerConfig({ ...valid, ...wrong })).toThrow(named);
  });
});
