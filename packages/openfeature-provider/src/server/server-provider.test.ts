import { OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { exampleState } from '../testing/example-state';
import { fakeEdge } from '../testing/fake-edge';
import type { Answer, FakeEdge } from '../testing/fake-edge';
import { EtudeServerProvider } from './server-provider';
import type { ServerProviderOptions } from './server-provider-options';

const IN_SWEDEN = { targetingKey: 'user-1', country: 'SE' };
const IN_NORWAY = { targetingKey: 'user-2', country: 'NO' };
const WRITE = '/v1/assignments:write';

const stateAnswer =
  (state = exampleState()): Answer =>
  () =>
    Response.json(state, { headers: { etag: '"1"' } });

/** An OpenFeature client on a provider on `edge`. */
const clientOn = async (
  edge: FakeEdge,
  options: Partial<ServerProviderOptions> = {},
) => {
  const provider = new EtudeServerProvider({
    edgeUrl: 'https://edge.test/',
    clientSecret: 'server-secret',
    fetch: edge.fetch,
    flushMs: 5,
    ...options,
  });
  await OpenFeature.setProviderAndWait(provider);
  return OpenFeature.getClient();
};

/** The assignments an edge was sent, without their ids and times. */
const assignmentsAt = (edge: FakeEdge): unknown[] =>
  edge
    .bodiesOf(WRITE)
    .flatMap(body => (body as { assignments: [] }).assignments);

afterEach(async () => {
  await OpenFeature.close();
});

describe('EtudeServerProvider', () => {
  it('resolves structs and single properties in this process', async () => {
    const edge = fakeEdge({ '/v1/state': stateAnswer() });
    const client = await clientOn(edge);
    const color = await client.getStringDetails(
      'checkout.color',
      'gray',
      IN_SWEDEN,
    );
    expect(color).toMatchObject({
      value: 'green',
      variant: 'new',
      reason: 'TARGETING_MATCH',
      flagMetadata: { rule: 'sweden' },
    });
    expect(await client.getNumberValue('checkout.limit', 1, IN_SWEDEN)).toBe(4);
    expect(await client.getObjectValue('checkout', {}, IN_SWEDEN)).toEqual({
      color: 'green',
      limit: 4,
      hint: null,
    });
    expect(edge.seen[0]?.authorization).toBe('Bearer server-secret');
  });

  it('leaves the code default where no rule, variant or property gives a value', async () => {
    const edge = fakeEdge({ '/v1/state': stateAnswer() });
    const client = await clientOn(edge);
    expect(
      await client.getStringDetails('checkout.color', 'gray', IN_NORWAY),
    ).toMatchObject({ value: 'gray', reason: 'DEFAULT' });
    expect(
      await client.getStringDetails('checkout.hint', 'none', IN_SWEDEN),
    ).toMatchObject({ value: 'none', variant: 'new' });
  });

  it.each([
    ['payment', 'FLAG_NOT_FOUND', IN_SWEDEN],
    ['checkout.size', 'FLAG_NOT_FOUND', IN_SWEDEN],
    ['checkout.limit', 'TYPE_MISMATCH', IN_SWEDEN],
    [
      'checkout.color',
      'INVALID_CONTEXT',
      { targeting_key: 1.5, country: 'SE' },
    ],
  ])('says why %s has no value: %s', async (key, errorCode, context) => {
    const state = exampleState();
    // A split needs a unit, a full rollout does not.
    const [rule] = state.flags[0]?.rules ?? [];
    if (rule) rule.bucketCount = 2;
    const edge = fakeEdge({ '/v1/state': stateAnswer(state) });
    const client = await clientOn(edge);
    const details = await client.getStringDetails(key, 'gray', context);
    expect(details).toMatchObject({ value: 'gray', errorCode });
    await OpenFeature.close();
    expect(assignmentsAt(edge)).toEqual([]);
  });

  it('delivers each assignment once within the window, with its rule', async () => {
    const edge = fakeEdge({ '/v1/state': stateAnswer() });
    const client = await clientOn(edge);
    for (let i = 0; i < 5; i += 1) {
      await client.getStringValue('checkout.color', 'gray', IN_SWEDEN);
    }
    await client.getStringValue('checkout.color', 'gray', IN_NORWAY);
    await OpenFeature.close();
    expect(assignmentsAt(edge)).toEqual([
      {
        resolveId: expect.stringMatching(/^[0-9a-f]{32}$/),
        assignedAt: expect.stringMatching(/Z$/),
        flag: 'flags/checkout',
        rule: 'flags/checkout/rules/sweden',
        segment: 'segments/sweden',
        variant: 'flags/checkout/variants/new',
        assignmentId: 'new',
        unit: 'user-1',
        selector: '',
        isFallthrough: false,
      },
    ]);
  });

  it('sends the very same assignment again when the edge was busy', async () => {
    let attempts = 0;
    const edge = fakeEdge({
      '/v1/state': stateAnswer(),
      [WRITE]: () => {
        attempts += 1;
        return attempts === 1
          ? new Response(null, { status: 503 })
          : Response.json({});
      },
    });
    const client = await clientOn(edge);
    await client.getStringValue('checkout.color', 'gray', IN_SWEDEN);
    await vi.waitFor(
      () => {
        expect(attempts).toBe(2);
      },
      { timeout: 20_000 },
    );
    const [first, second] = edge.bodiesOf(WRITE);
    expect(second).toEqual(first);
  });

  it('starts from a bootstrap without any edge', async () => {
    const edge = fakeEdge({ '/v1/state': () => null });
    const problems: string[] = [];
    const client = await clientOn(edge, {
      bootstrap: exampleState('blue'),
      onProblem: message => problems.push(message),
    });
    expect(
      await client.getStringValue('checkout.color', 'gray', IN_SWEDEN),
    ).toBe('blue');
    await vi.waitFor(() => {
      expect(problems.join()).toContain('https://edge.test did not answer');
    }, 20_000);
    expect(problems.join()).not.toContain('server-secret');
  });

  it('is not ready without a state, and recovers by itself', async () => {
    let isDown = true;
    const edge = fakeEdge({
      '/v1/state': request =>
        isDown ? new Response(null, { status: 503 }) : stateAnswer()(request),
    });
    await expect(
      clientOn(edge, { initializeMs: 50, pollMs: 5 }),
    ).rejects.toThrow('No flag state');
    const client = OpenFeature.getClient();
    expect(
      await client.getStringDetails('checkout.color', 'gray', IN_SWEDEN),
    ).toMatchObject({ value: 'gray' });
    const ready = new Promise(resolve => {
      client.addHandler(ProviderEvents.Ready, resolve);
    });
    isDown = false;
    await ready;
    expect(
      await client.getStringValue('checkout.color', 'gray', IN_SWEDEN),
    ).toBe('green');
  });

  it('takes over a pushed change and says so', async () => {
    let color = 'green';
    const edge = fakeEdge({
      '/v1/state': ({ headers }) =>
        headers.get('if-none-match') === `"${color}"`
          ? new Response(null, { status: 304 })
          : Response.json(exampleState(color), {
              headers: { etag: `"${color}"` },
            }),
    });
    const client = await clientOn(edge);
    const changed = new Promise(resolve => {
      client.addHandler(ProviderEvents.ConfigurationChanged, resolve);
    });
    color = 'red';
    edge.pushChange();
    await changed;
    expect(
      await client.getStringValue('checkout.color', 'gray', IN_SWEDEN),
    ).toBe('red');
  });

  it('says when its state is stale, and when it no longer is', async () => {
    let isDown = false;
    const edge = fakeEdge({
      '/v1/state': request => (isDown ? null : stateAnswer()(request)),
    });
    const client = await clientOn(edge, { pollMs: 5, staleMs: 20 });
    const heard: string[] = [];
    client.addHandler(ProviderEvents.Stale, () => heard.push('stale'));
    isDown = true;
    await vi.waitFor(() => {
      expect(heard).toEqual(['stale']);
    }, 20_000);
    expect(
      await client.getStringDetails('checkout.color', 'gray', IN_SWEDEN),
    ).toMatchObject({ value: 'green', reason: 'STALE' });
    client.addHandler(ProviderEvents.Ready, () => heard.push('ready'));
    isDown = false;
    await vi.waitFor(async () => {
      expect(heard.at(-1)).toBe('ready');
      const { reason } = await client.getStringDetails(
        'checkout.color',
        'gray',
        IN_SWEDEN,
      );
      expect(reason).toBe('TARGETING_MATCH');
    }, 20_000);
  });

  describe('with a flag that keeps units where they are', () => {
    const READ = '/v1/materializations:read';
    const KEEP = '/v1/materializations:write';

    const sticky = () => {
      const state = exampleState();
      const [rule] = state.flags[0]?.rules ?? [];
      if (rule) rule.materialization = { read: 'm', write: 'm' };
      return state;
    };
    const entries = [
      {
        rule: 'flags/checkout/rules/sweden',
        variant: 'flags/checkout/variants/new',
      },
    ];
    const stored = { materialization: 'm', unit: 'user-1', entries };

    it('keeps at the edge what it assigns, once', async () => {
      const edge = fakeEdge({
        '/v1/state': stateAnswer(sticky()),
        [READ]: () => Response.json({ units: [] }),
        [KEEP]: () => Response.json({ units: [stored] }),
      });
      const client = await clientOn(edge);
      for (let i = 0; i < 3; i += 1) {
        expect(
          await client.getStringValue('checkout.color', 'gray', IN_SWEDEN),
        ).toBe('green');
      }
      expect(edge.bodiesOf(READ)).toEqual([
        { keys: [{ materialization: 'm', unit: 'user-1' }] },
      ]);
      expect(edge.bodiesOf(KEEP)).toEqual([
        {
          writes: [
            {
              materialization: 'm',
              unit: 'user-1',
              ...entries[0],
              replaces: null,
            },
          ],
        },
      ]);
    });

    it('gives the code default, and why, while no edge answers', async () => {
      const problems: string[] = [];
      const edge = fakeEdge({
        '/v1/state': stateAnswer(sticky()),
        [READ]: () => null,
      });
      const client = await clientOn(edge, {
        onProblem: message => problems.push(message),
      });
      for (let i = 0; i < 3; i += 1) {
        expect(
          await client.getStringDetails('checkout.color', 'gray', IN_SWEDEN),
        ).toMatchObject({
          value: 'gray',
          errorCode: 'GENERAL',
          errorMessage: expect.stringContaining('does not answer now'),
        });
      }
      expect(problems.join()).toContain('cannot be reached');
      expect(assignmentsAt(edge)).toEqual([]);
    });
  });

  it('publishes what is tracked, with the unit in the context', async () => {
    const edge = fakeEdge({ '/v1/state': stateAnswer() });
    const client = await clientOn(edge);
    client.track('purchase', IN_SWEDEN, { value: 12.5, currency: 'SEK' });
    await OpenFeature.close();
    expect(edge.bodiesOf('/v1/events:publish')).toEqual([
      expect.objectContaining({
        clientSecret: 'server-secret',
        events: [
          {
            eventDefinition: 'eventDefinitions/purchase',
            eventId: expect.any(String),
            eventTime: expect.any(String),
            payload: {
              value: 12.5,
              currency: 'SEK',
              context: { targeting_key: 'user-1', country: 'SE' },
            },
          },
        ],
      }),
    ]);
  });
});
