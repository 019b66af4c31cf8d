import { materializationId } from '@etude/openfeature-provider';
import type {
  MaterializationStore,
  StickyWrite,
} from '@etude/openfeature-provider';
import { describe, expect, it } from 'vitest';
import { fakePortal } from '../testing/fake-portal';
import { materializationsInMemory } from '../testing/materializations-in-memory';
import { materializationsOfPortal } from '../testing/materializations-of-portal';
import { localMaterializations } from './local-materializations';
import { openMaterializationsFile } from './materializations-file';

const KEY = { materialization: 'checkout', unit: 'u' };
const RULE = 'flags/f/rules/r';

const write = (
  variant: string,
  other: Partial<StickyWrite> = {},
): StickyWrite => ({ ...KEY, rule: RULE, variant, replaces: null, ...other });

const variantsOf = async (store: MaterializationStore, key = KEY) => {
  const record = (await store.read([key])).get(materializationId(key));
  return record && record.variants;
};

const lostPortal = (): MaterializationStore => {
  const portal = fakePortal();
  portal.isDown = true;
  return materializationsOfPortal(portal).store;
};

/** Everything that may be resolved with, and what it says of a stranger. */
const STORES: [
  name: string,
  open: () => MaterializationStore,
  stranger: null | undefined,
][] = [
  ['in memory', materializationsInMemory, null],
  [
    'in a file of the edge',
    () => localMaterializations(openMaterializationsFile(':memory:')),
    null,
  ],
  ['of the portal', () => materializationsOfPortal(fakePortal()).store, null],
  ['of a portal that is away', lostPortal, undefined],
];

describe.each(STORES)('the store %s', (_name, open, stranger) => {
  it('knows whom it was told of, and what it cannot tell', async () => {
    const store = open();
    expect(await variantsOf(store)).toBe(stranger);
    await store.write([write('a')]);
    expect(await variantsOf(store)).toEqual({ [RULE]: 'a' });
    expect(await variantsOf(store, { ...KEY, unit: 'v' })).toBe(stranger);
    const elsewhere = { ...KEY, materialization: 'other' };
    expect(await variantsOf(store, elsewhere)).toBe(stranger);
  });

  it('keeps the first variant, and tells a later writer', async () => {
    const store = open();
    await store.write([write('a')]);
    const held = await store.write([write('b')]);
    expect(held.get(materializationId(KEY))?.variants).toEqual({ [RULE]: 'a' });
    await store.write([write('a')]);
    expect(await variantsOf(store)).toEqual({ [RULE]: 'a' });
  });

  it('replaces what a writer saw, and nothing else', async () => {
    const store = open();
    await store.write([write('')]);
    await store.write([write('a', { replaces: 'x' })]);
    expect(await variantsOf(store)).toEqual({ [RULE]: '' });
    await store.write([write('a', { replaces: '' })]);
    expect(await variantsOf(store)).toEqual({ [RULE]: 'a' });
    await store.write([write('b', { replaces: '' })]);
    expect(await variantsOf(store)).toEqual({ [RULE]: 'a' });
  });

  it('keeps rules apart, also with names that every object has', async () => {
    const store = open();
    await store.write([write('a'), write('b', { rule: '__proto__' })]);
    const variants = await variantsOf(store);
    expect(Object.entries(variants ?? {}).sort()).toEqual(
      [
        ['__proto__', 'b'],
        [RULE, 'a'],
      ].sort(),
    );
  });

  it('has one winner among writers at the same time', async () => {
    const store = open();
    const held = await Promise.all(
      ['a', 'b', 'c'].map(variant => store.write([write(variant)])),
    );
    const winner = (await variantsOf(store))?.[RULE];
    for (const records of held) {
      expect(records.get(materializationId(KEY))?.variants[RULE]).toBe(winner);
    }
  });
});
