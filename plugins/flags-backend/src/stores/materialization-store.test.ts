import { describeOnDatabases } from '../__testUtils__/test-databases';
import { migrate } from './migrate';
import { createMaterializationStore } from './materialization-store';

const AT = '2026-11-01T12:00:00.000Z';
const LATER = '2026-11-02T12:00:00.000Z';
const RULE = 'flags/button/rules/r';
const BLUE = 'flags/button/variants/blue';
const GREEN = 'flags/button/variants/green';

const write = (
  unit: string,
  variant: string,
  replaces: string | null = null,
) => ({
  materialization: 'checkout',
  unit,
  rule: RULE,
  variant,
  replaces,
});

describeOnDatabases('the store of sticky assignments', init => {
  const open = async () => {
    const database = await init();
    await migrate(database);
    const store = createMaterializationStore(database);
    const variantOf = async (unit: string) => {
      const [found] = await store.read([{ materialization: 'checkout', unit }]);
      return found?.entries[0]?.variant;
    };
    return { store, variantOf };
  };

  it('keeps the first write of a unit and rule, whoever writes again', async () => {
    const { store, variantOf } = await open();
    await store.write([write('u', BLUE)], AT);
    await store.write([write('u', GREEN)], LATER);
    await store.write([write('u', BLUE)], LATER);
    expect(
      await store.records({ materialization: 'checkout', unit: 'u' }),
    ).toEqual([{ rule: RULE, variant: BLUE, at: AT }]);
    expect(await variantOf('v')).toBeUndefined();
  });

  it('replaces exactly the variant that a write says it replaces', async () => {
    const { store, variantOf } = await open();
    await store.write([write('u', '')], AT);
    await store.write([write('u', GREEN, BLUE)], AT);
    expect(await variantOf('u')).toBe('');
    await store.write([write('u', BLUE, '')], AT);
    expect(await variantOf('u')).toBe(BLUE);
    await store.write([write('u', GREEN, '')], AT);
    expect(await variantOf('u')).toBe(BLUE);
  });

  it('has one winner among many writers of the same units', async () => {
    const { store } = await open();
    const units = Array.from({ length: 250 }, (_, index) => `u${index}`);
    const writer = (variant: string, order: readonly string[]) =>
      store.write(
        order.map(unit => write(unit, variant)),
        AT,
      );
    await Promise.all([
      writer(BLUE, units),
      writer(GREEN, [...units].reverse()),
      writer(BLUE, units),
    ]);
    const keys = units.map(unit => ({ materialization: 'checkout', unit }));
    const found = await store.read(keys);
    expect(found).toHaveLength(250);
    expect(found.every(({ entries }) => entries.length === 1)).toBe(true);
    expect((await store.unitCounts()).get('checkout')).toBe(250);
  });

  it('counts units, and forgets one or all of them', async () => {
    const { store, variantOf } = await open();
    await store.write(
      [
        write('u', BLUE),
        write('v', BLUE),
        { ...write('v', ''), rule: 'flags/other/rules/r' },
        { ...write('v', GREEN), materialization: 'another' },
      ],
      AT,
    );
    expect(await store.unitCounts()).toEqual(
      new Map([
        ['another', 1],
        ['checkout', 2],
      ]),
    );
    expect(await store.counts()).toContainEqual({
      materialization: 'checkout',
      rule: RULE,
      variant: BLUE,
      units: 2,
    });
    expect(await store.remove({ materialization: 'checkout', unit: 'v' })).toBe(
      2,
    );
    expect(await variantOf('v')).toBeUndefined();
    expect(await store.remove({ materialization: 'checkout' })).toBe(1);
    expect(await store.unitCounts()).toEqual(new Map([['another', 1]]));
  });

  it('forgets the units of rules, and what was written before an instant', async () => {
    const { store, variantOf } = await open();
    const other = 'flags/other/rules/r';
    await store.write(
      [write('u', BLUE), { ...write('u', ''), rule: other }],
      AT,
    );
    await store.write([write('v', BLUE)], LATER);
    expect((await store.allRules()).sort()).toEqual([RULE, other]);
    expect(await store.removeRules([other, 'flags/none/rules/r'])).toBe(1);
    expect(await store.allRules()).toEqual([RULE]);
    expect(await store.removeBefore(LATER)).toBe(1);
    expect(await variantOf('u')).toBeUndefined();
    expect(await variantOf('v')).toBe(BLUE);
  });
});
