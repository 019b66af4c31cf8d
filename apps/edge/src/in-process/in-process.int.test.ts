import { EtudeServerProvider } from '@etude/openfeature-provider/server';
import { compileState } from '@etude/resolver';
import { OpenFeature } from '@openfeature/server-sdk';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toFetchHandler } from '../fetch-handler';
import { noMaterializations } from '../materializations/no-materializations';
import { edgeUnderTest, requestOf, textOf } from '../testing/edge-under-test';
import type { EdgeUnderTest } from '../testing/edge-under-test';
import { SHOP_SECRET, exampleState } from '../testing/example-state';
import { stickyState } from '../testing/sticky-state';
import { stateOfClient } from './client-state';
import { inProcessRoutes } from './in-process-routes';

const edgeOf = (state = exampleState()): EdgeUnderTest =>
  edgeUnderTest({
    state,
    routes: (tools, changes) => [inProcessRoutes(tools, changes)],
  });

const AUTHORIZED = { authorization: `Bearer ${SHOP_SECRET}` };

const clientOn = async (edge: EdgeUnderTest) => {
  const answer = toFetchHandler(edge.handle);
  await OpenFeature.setProviderAndWait(
    new EtudeServerProvider({
      edgeUrl: 'http://edge.test',
      clientSecret: SHOP_SECRET,
      flushMs: 5,
      fetch: (url, init) => answer(new Request(url, init)),
    }),
  );
  return OpenFeature.getClient();
};

const withKind = (kind: 'browser' | 'server') => {
  const state = exampleState();
  for (const client of state.clients) {
    for (const credential of client.credentials) credential.kind = kind;
  }
  return state;
};

afterEach(async () => {
  await OpenFeature.close();
});

describe('a server that resolves in its own process', () => {
  it('gives what the edge gives, and has its assignments in the log', async () => {
    const edge = edgeOf();
    const client = await clientOn(edge);
    for (let user = 0; user < 20; user += 1) {
      const context = { targetingKey: `user-${user}`, country: 'SE' };
      const mine = await client.getObjectDetails(
        'checkout-button',
        {},
        context,
      );
      const { json } = await edge.post(
        '/ofrep/v1/evaluate/flags/checkout-button',
        { context },
      );
      expect(json).toMatchObject({
        value: mine.value,
        variant: mine.variant,
        reason: mine.reason,
        metadata: mine.flagMetadata,
      });
    }
    const byEdge = edge.lines.splice(0);
    await OpenFeature.close();
    const known = (lines: readonly Record<string, unknown>[]) =>
      lines.map(line => ({
        ...line,
        // What the edge makes for its own, and the provider for its own.
        log_id: typeof line['log_id'],
        resolve_id: typeof line['resolve_id'],
        assigned_at: typeof line['assigned_at'],
        id_origin: undefined,
      }));
    expect(edge.lines).toHaveLength(20);
    expect(known(edge.lines)).toEqual(known(byEdge));
  });

  it('takes over a change that the edge announces', async () => {
    const edge = edgeOf();
    const client = await clientOn(edge);
    const context = { targetingKey: 'user-1', country: 'SE' };
    expect(await client.getStringValue('fixed.color', '-', context)).toBe(
      'blue',
    );
    const changed = exampleState({ version: '2' });
    for (const flag of changed.flags) flag.state = 'archived';
    edge.publish(changed);
    await vi.waitFor(async () => {
      expect(await client.getStringValue('fixed.color', '-', context)).toBe(
        '-',
      );
    }, 20_000);
  });
});

describe('sticky assignments of a server', () => {
  const UNITS = Array.from({ length: 20 }, (_, index) => `user-${index}`);

  it('are shared with the edge and outlive another split', async () => {
    const edge = edgeOf(stickyState({ blue: 50 }));
    const client = await clientOn(edge);
    const variants = () =>
      Promise.all(
        UNITS.map(async targetingKey => {
          const context = { targetingKey };
          const details = await client.getObjectDetails('sticky', {}, context);
          return details.variant;
        }),
      );
    const before = await variants();
    expect(new Set(before)).toEqual(new Set(['blue', 'green']));
    edge.publish(stickyState({ version: '2', blue: 100 }));
    let strangers = 0;
    await vi.waitFor(async () => {
      const context = { targetingKey: `stranger-${(strangers += 1)}` };
      const { variant } = await client.getObjectDetails('sticky', {}, context);
      expect(variant).toBe('blue');
    }, 20_000);
    expect(await variants()).toEqual(before);
    for (const [index, targetingKey] of UNITS.entries()) {
      const { json } = await edge.post('/ofrep/v1/evaluate/flags/sticky', {
        context: { targetingKey },
      });
      expect(json).toMatchObject({ variant: before[index] });
    }
  });

  it('are for server secrets, and refused where they cannot be read', async () => {
    const edge = edgeOf(withKind('browser'));
    for (const path of ['read', 'write']) {
      const url = `/v1/materializations:${path}`;
      expect((await edge.post(url, {})).status).toBe(403);
      expect((await edgeOf().post(url, {})).status).toBe(400);
    }
  });

  it('that the edge cannot tell are said to be unknown', async () => {
    const key = { materialization: 'checkout', unit: 'u' };
    const edge = edgeUnderTest({
      materializations: noMaterializations,
      routes: (tools, changes) => [inProcessRoutes(tools, changes)],
    });
    const { json } = await edge.post('/v1/materializations:read', {
      keys: [key],
    });
    expect(json).toEqual({ units: [], unknown: [key] });
  });
});

describe('the state of a client', () => {
  it('resolves every flag of the client as the whole state does', () => {
    const state = exampleState();
    const whole = compileState(state);
    const [hash = ''] = state.clients.flatMap(({ credentials }) =>
      credentials.map(({ secretHash }) => secretHash),
    );
    const credential = whole.findCredential(hash);
    if (!credential) throw new Error('The example has a credential.');
    const part = compileState(stateOfClient(state, credential));
    for (const country of ['SE', 'NO']) {
      const context = {
        targeting_key: 'user-1',
        country,
        account: { id: 'a' },
      };
      expect(part.resolve({ credential, context })).toEqual(
        whole.resolve({ credential, context }),
      );
    }
  });

  it('has prerequisites that the client cannot ask for, and nothing of others', () => {
    const state = exampleState();
    const [banner, fixed] = ['banner', 'fixed'].map(id =>
      state.flags.find(({ name }) => name === `flags/${id}`),
    );
    if (!banner || !fixed) throw new Error('The example has both flags.');
    fixed.clients = ['other'];
    banner.prerequisites = [
      { flag: fixed.name, variants: ['flags/fixed/variants/blue'] },
    ];
    state.clients.push({ id: 'other', credentials: [] });
    const part = stateOfClient(state, {
      id: 'production',
      client: 'shop',
      kind: 'server',
      secretHash: 'x',
      environments: [],
    });
    expect(part.clients.map(({ id }) => id)).toEqual(['shop']);
    expect(part.flags.find(({ name }) => name === fixed.name)?.clients).toEqual(
      [],
    );
  });

  it('is for known server secrets only, and says 304 to who has it', async () => {
    const edge = edgeOf();
    const get = (headers: Record<string, string>) =>
      edge.handle(requestOf('GET', '/v1/state', { headers }));
    const first = await get(AUTHORIZED);
    expect(first.status).toBe(200);
    expect(textOf(first)).not.toContain(SHOP_SECRET);
    const { etag = '' } = first.headers;
    expect((await get({ ...AUTHORIZED, 'if-none-match': etag })).status).toBe(
      304,
    );
    expect((await get({ authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await get({})).status).toBe(401);
    const browser = edgeOf(withKind('browser'));
    expect(
      (
        await browser.handle(
          requestOf('GET', '/v1/state', { headers: AUTHORIZED }),
        )
      ).status,
    ).toBe(403);
  });
});

describe('assignments that a server writes', () => {
  const message = {
    resolveId: 'a'.repeat(32),
    assignedAt: '2026-03-01T11:59:59.000Z',
    flag: 'flags/fixed',
    rule: 'flags/fixed/rules/all',
    segment: 'segments/everyone',
    variant: 'flags/fixed/variants/blue',
    assignmentId: 'to-blue',
    unit: 'user-1',
    selector: 'targeting_key',
    isFallthrough: false,
  };

  it('carry the same log id when they are sent again', async () => {
    const edge = edgeOf();
    const write = () =>
      edge.post('/v1/assignments:write', { assignments: [message] });
    expect((await write()).status).toBe(200);
    expect((await write()).status).toBe(200);
    const [first, second] = edge.lines;
    expect(second).toEqual(first);
    expect(first).toMatchObject({
      id_origin: 'client',
      assigned_at: '2026-03-01T11:59:59.000Z',
      unit: 'user-1',
      client: 'shop',
      variant: 'blue',
    });
  });

  it('are refused whole when one of them is none', async () => {
    const edge = edgeOf();
    const { status, json } = await edge.post('/v1/assignments:write', {
      assignments: [message, { ...message, unit: 7 }],
    });
    expect(status).toBe(400);
    expect(JSON.stringify(json)).toContain('unit');
    expect(edge.lines).toEqual([]);
  });
});
