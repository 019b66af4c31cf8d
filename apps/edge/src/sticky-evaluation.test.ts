import { materializationId } from '@etude/openfeature-provider';
import { describe, expect, it } from 'vitest';
import { localMaterializations } from './materializations/local-materializations';
import { openMaterializationsFile } from './materializations/materializations-file';
import { noMaterializations } from './materializations/no-materializations';
import { edgeUnderTest } from './testing/edge-under-test';
import type { EdgeUnderTest } from './testing/edge-under-test';
import { fakePortal } from './testing/fake-portal';
import { materializationsInMemory } from './testing/materializations-in-memory';
import { materializationsOfPortal } from './testing/materializations-of-portal';
import { CHECKOUT, stickyState } from './testing/sticky-state';

const SINGLE = '/ofrep/v1/evaluate/flags/sticky';
const BULK = '/ofrep/v1/evaluate/flags';
const UNITS = Array.from({ length: 20 }, (_, index) => `user-${index}`);

const contextOf = (unit: string) => ({ context: { targetingKey: unit } });

const ofSticky = (json: unknown): unknown =>
  (json as { flags: { key: string }[] }).flags.find(
    ({ key }) => key === 'sticky',
  );

const variantsOf = async (edge: EdgeUnderTest, units = UNITS) => {
  const answers = await Promise.all(
    units.map(unit => edge.post(SINGLE, contextOf(unit))),
  );
  return answers.map(({ json }) => (json as { variant?: string }).variant);
};

describe('sticky assignments over OFREP', () => {
  it('outlive another split, one by one and all at once', async () => {
    const edge = edgeUnderTest({ state: stickyState({ blue: 50 }) });
    const before = await variantsOf(edge);
    expect(new Set(before)).toEqual(new Set(['blue', 'green']));
    edge.publish(stickyState({ version: '2', blue: 100 }));
    expect(await variantsOf(edge)).toEqual(before);
    for (const [index, unit] of UNITS.entries()) {
      const { json } = await edge.post(BULK, contextOf(unit));
      expect(ofSticky(json)).toMatchObject({ variant: before[index] });
    }
    expect(await variantsOf(edge, ['new-1', 'new-2'])).toEqual([
      'blue',
      'blue',
    ]);
  });

  it('are logged with the variant that was kept', async () => {
    const edge = edgeUnderTest({ state: stickyState({ blue: 0 }) });
    await variantsOf(edge, ['u']);
    edge.publish(stickyState({ version: '2', blue: 100 }));
    await variantsOf(edge, ['u']);
    const logged = edge.lines.map(({ unit, variant }) => ({ unit, variant }));
    expect(logged).toEqual([
      { unit: 'u', variant: 'green' },
      { unit: 'u', variant: 'green' },
    ]);
  });

  it('let nobody new in while intake is paused', async () => {
    const edge = edgeUnderTest({ state: stickyState({ blue: 50 }) });
    const [before] = await variantsOf(edge, ['member']);
    const paused = { blue: 50, isIntakePaused: true };
    edge.publish(stickyState({ version: '2', ...paused }));
    expect(await variantsOf(edge, ['member', 'stranger'])).toEqual([
      before,
      undefined,
    ]);
    const { json } = await edge.post(BULK, contextOf('stranger'));
    expect(ofSticky(json)).toMatchObject({ reason: 'DEFAULT' });
    edge.publish(stickyState({ version: '3', blue: 50 }));
    expect((await variantsOf(edge, ['stranger']))[0]).toBeDefined();
  });

  it('move a unit on once its variant is gone, and keep it there', async () => {
    const materializations = materializationsInMemory();
    const key = { materialization: CHECKOUT, unit: 'u' };
    const rule = 'flags/sticky/rules/r';
    const gone = 'flags/sticky/variants/gone';
    await materializations.write([
      { ...key, rule, variant: gone, replaces: null },
    ]);
    const edge = edgeUnderTest({
      state: stickyState({ blue: 100 }),
      materializations,
    });
    expect(await variantsOf(edge, ['u'])).toEqual(['blue']);
    edge.publish(stickyState({ version: '2', blue: 0 }));
    expect(await variantsOf(edge, ['u'])).toEqual(['blue']);
    const found = await materializations.read([key]);
    expect(found.get(materializationId(key))?.variants[rule]).toBe(
      'flags/sticky/variants/blue',
    );
  });

  it('are those of the edge that was first, where two assign at once', async () => {
    const portal = fakePortal();
    const edgeWith = (blue: number) =>
      edgeUnderTest({
        state: stickyState({ blue }),
        materializations: materializationsOfPortal(portal).store,
      });
    // Between two versions of the state, edges differ for a moment.
    const [all, none] = [edgeWith(100), edgeWith(0)];
    const [first, second] = await Promise.all([
      variantsOf(all),
      variantsOf(none),
    ]);
    expect(first).toEqual(second);
  });
});

describe('a store that does not answer', () => {
  it('takes nothing but the sticky flags, which say why', async () => {
    const edge = edgeUnderTest({
      state: stickyState({ blue: 50 }),
      materializations: noMaterializations,
    });
    const single = await edge.post(SINGLE, contextOf('u'));
    expect(single.json).toMatchObject({
      errorCode: 'GENERAL',
      errorDetails: expect.stringContaining('does not answer now'),
    });
    const bulk = await edge.post(BULK, contextOf('u'));
    expect(bulk.status).toBe(200);
    expect(ofSticky(bulk.json)).toMatchObject({ errorCode: 'GENERAL' });
    const { flags } = bulk.json as { flags: { variant?: string }[] };
    expect(flags.filter(({ variant }) => variant === 'blue')).not.toEqual([]);
  });

  it('still keeps the units that the edge has seen', async () => {
    const portal = fakePortal();
    const edge = edgeUnderTest({
      state: stickyState({ blue: 50 }),
      materializations: materializationsOfPortal(portal).store,
    });
    const before = await variantsOf(edge);
    portal.isDown = true;
    edge.publish(stickyState({ version: '2', blue: 100 }));
    expect(await variantsOf(edge)).toEqual(before);
  });

  it('is answered with 503 when it is broken, for sticky flags', async () => {
    const file = openMaterializationsFile(':memory:');
    const materializations = localMaterializations(file);
    file.close();
    const edge = edgeUnderTest({
      state: stickyState({ blue: 50 }),
      materializations,
    });
    const sticky = await edge.post(SINGLE, contextOf('u'));
    expect(sticky.status).toBe(503);
    expect(sticky.headers['retry-after']).toBe('5');
    const other = await edge.post(`${BULK}/fixed`, contextOf('u'));
    expect(other.status).toBe(200);
  });

  it('is not asked by flags without sticky assignments', async () => {
    const edge = edgeUnderTest({
      state: stickyState({ blue: 50 }),
      materializations: {
        read: () => Promise.reject(new Error('asked')),
        write: () => Promise.reject(new Error('asked')),
      },
    });
    const answer = edge.post(`${BULK}/checkout-button`, contextOf('u'));
    expect((await answer).status).toBe(200);
  });
});
