import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { materializationId } from '@etude/openfeature-provider';
import type {
  MaterializationStore,
  StickyWrite,
} from '@etude/openfeature-provider';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakePortal } from '../testing/fake-portal';
import { materializationsOfPortal } from '../testing/materializations-of-portal';
import { localMaterializations } from './local-materializations';
import { openMaterializationsFile } from './materializations-file';

const RULE = 'flags/f/rules/r';
const keyOf = (unit: string) => ({ materialization: 'checkout', unit });
const write = (unit: string, variant: string): StickyWrite => ({
  ...keyOf(unit),
  rule: RULE,
  variant,
  replaces: null,
});

const variantOf = async (store: MaterializationStore, unit: string) => {
  const found = await store.read([keyOf(unit)]);
  const record = found.get(materializationId(keyOf(unit)));
  return record && record.variants[RULE];
};

const dirs: string[] = [];
const newFile = async () => {
  const dir = await mkdtemp(join(tmpdir(), 'etude-shared-'));
  dirs.push(dir);
  return join(dir, 'materializations.sqlite');
};

afterEach(async () => {
  for (const dir of dirs.splice(0)) await rm(dir, { recursive: true });
});

describe('sticky assignments that edges share', () => {
  it('are the same at every edge, also where two write at once', async () => {
    const portal = fakePortal();
    const [first, second] = [
      materializationsOfPortal(portal).store,
      materializationsOfPortal(portal).store,
    ];
    await first.write([write('u', 'a')]);
    expect(await variantOf(second, 'u')).toBe('a');
    const [one, other] = await Promise.all([
      first.write([write('v', 'a')]),
      second.write([write('v', 'b')]),
    ]);
    expect(one).toEqual(other);
  });

  it('cost one request for many units, and none while they are fresh', async () => {
    const portal = fakePortal();
    const { store } = materializationsOfPortal(portal);
    const units = Array.from({ length: 400 }, (_, index) => `u${index}`);
    await store.write(units.map(unit => write(unit, 'a')));
    const other = materializationsOfPortal(portal).store;
    portal.requests.length = 0;
    await Promise.all(units.map(unit => variantOf(other, unit)));
    expect(portal.requests.length).toBeLessThanOrEqual(4);
    portal.requests.length = 0;
    await Promise.all(units.map(unit => variantOf(other, unit)));
    expect(portal.requests).toEqual([]);
  });

  it('are forgotten within a minute of their removal', async () => {
    const portal = fakePortal();
    const edge = materializationsOfPortal(portal);
    await edge.store.write([write('u', 'a')]);
    const emptied = fakePortal();

    Object.assign(portal, { answer: emptied.answer });
    edge.passedMs = 59_999;
    expect(await variantOf(edge.store, 'u')).toBe('a');
    edge.passedMs = 60_000;
    expect(await variantOf(edge.store, 'u')).toBeNull();
  });
});

describe('a portal that is slow or away', () => {
  it('is waited for as long as was said, and fills the cache later', async () => {
    const portal = fakePortal();
    await portal.store.write([write('u', 'a')]);
    const { store } = materializationsOfPortal(portal, { waitMs: 20 });
    portal.delayMs = 200;
    let hasAnswered = false;
    const { answer } = portal;
    Object.assign(portal, {
      answer: (...asked: Parameters<typeof answer>) => {
        hasAnswered = true;
        return answer(...asked);
      },
    });
    expect(await variantOf(store, 'u')).toBeUndefined();
    expect(hasAnswered).toBe(false);
    await vi.waitFor(async () => {
      expect(await variantOf(store, 'u')).toBe('a');
    }, 20_000);
  });

  it('is left alone after three failures, and asked again after a second', async () => {
    const portal = fakePortal();
    const edge = materializationsOfPortal(portal);
    portal.isDown = true;
    for (let index = 0; index < 10; index += 1) {
      expect(await variantOf(edge.store, `u${index}`)).toBeUndefined();
    }
    expect(portal.requests).toHaveLength(3);
    expect(edge.reachable).toEqual([false]);
    portal.isDown = false;
    edge.passedMs += 1_000;
    expect(await variantOf(edge.store, 'u')).toBeNull();
    expect(edge.reachable).toEqual([false, true]);
  });

  it('does not take units away that were read before, however long ago', async () => {
    const portal = fakePortal();
    const edge = materializationsOfPortal(portal);
    await edge.store.write([write('u', 'a')]);
    portal.isDown = true;
    edge.passedMs += 3_600_000;
    expect(await variantOf(edge.store, 'u')).toBe('a');
  });

  it('gets what was assigned meanwhile, also after a restart of the edge', async () => {
    const portal = fakePortal();
    const file = await newFile();
    const before = materializationsOfPortal(portal, { path: file });
    portal.isDown = true;
    await before.store.write([write('u', 'a')]);
    await before.store.close();
    const after = materializationsOfPortal(portal, { path: file });
    expect(await variantOf(after.store, 'u')).toBe('a');
    portal.isDown = false;
    await after.store.flush();
    expect(after.pending.size()).toBe(0);
    expect(await variantOf(portal.store, 'u')).toBe('a');
  });

  it('has the last word on a unit that another edge was first with', async () => {
    const portal = fakePortal();
    const edge = materializationsOfPortal(portal);
    portal.isDown = true;
    await edge.store.write([write('u', 'a')]);
    await portal.store.write([write('u', 'b')]);
    expect(await variantOf(edge.store, 'u')).toBe('a');
    portal.isDown = false;
    await edge.store.flush();
    expect(await variantOf(edge.store, 'u')).toBe('b');
  });

  it('gives up what the portal refuses, and says so', async () => {
    const portal = fakePortal();
    const edge = materializationsOfPortal(portal);
    Object.assign(portal, {
      answer: async () => new Response(null, { status: 400 }),
    });
    await edge.store.write([write('u', 'a')]);
    await edge.store.flush();
    expect(edge.pending.size()).toBe(0);
    expect(edge.refused).toContain('1 sticky assignments');
    expect(edge.reachable).toEqual([]);
  });

  it('is not asked for names that it does not take', async () => {
    const portal = fakePortal();
    const { store } = materializationsOfPortal(portal);
    expect(await variantOf(store, 'x'.repeat(201))).toBeUndefined();
    expect(portal.requests).toEqual([]);
  });
});

describe('an edge that begins to share', () => {
  it('brings along what it kept for itself', async () => {
    const file = await newFile();
    const database = openMaterializationsFile(file);
    await localMaterializations(database).write([write('u', 'a')]);
    database.close();
    const portal = fakePortal();
    const { store, pending } = materializationsOfPortal(portal, { path: file });
    expect(pending.size()).toBe(1);
    await store.flush();
    expect(await variantOf(portal.store, 'u')).toBe('a');
  });
});
