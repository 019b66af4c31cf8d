import { describe, expect, it } from 'vitest';
import type { MaterializationKey } from './materialization-store';
import { ReadBatches } from './read-batches';

const keyOf = (unit: number | string): MaterializationKey => ({
  materialization: 'm',
  unit: String(unit),
});

/** Batches whose reads wait until they are told how they ended. */
const batchesUnderTest = (limits: {
  maxKeys?: number;
  maxWaiting?: number;
}) => {
  const sent: string[][] = [];
  const ends: ((isRead: boolean) => void)[] = [];
  const batches = new ReadBatches({
    read: keys => {
      sent.push(keys.map(({ unit }) => unit));
      return new Promise(resolve => ends.push(resolve));
    },
    maxKeys: 10,
    maxInFlight: 1,
    maxWaiting: 100,
    ...limits,
  });
  return { batches, sent, end: (isRead: boolean) => ends.shift()?.(isRead) };
};

const settled = () => new Promise(resolve => setTimeout(resolve, 0));

describe('reads in batches', () => {
  it('collects what waits while a request is under way, each unit once', async () => {
    const { batches, sent, end } = batchesUnderTest({});
    const first = batches.load([keyOf('a')]);
    await settled();
    const later = [
      batches.load([keyOf('a'), keyOf('b')]),
      batches.load([keyOf('b'), keyOf('c')]),
    ];
    await settled();
    expect(sent).toEqual([['a']]);
    end(true);
    expect(await first).toBe(true);
    await settled();
    expect(sent).toEqual([['a'], ['b', 'c']]);
    end(true);
    expect(await Promise.all(later)).toEqual([true, true]);
  });

  it('tells a failure to those who asked for it, and asks again later', async () => {
    const { batches, sent, end } = batchesUnderTest({});
    const failed = batches.load([keyOf('a')]);
    await settled();
    end(false);
    expect(await failed).toBe(false);
    const again = batches.load([keyOf('a')]);
    await settled();
    end(true);
    expect(await again).toBe(true);
    expect(sent).toEqual([['a'], ['a']]);
  });

  it('splits what one request cannot hold', async () => {
    const { batches, sent, end } = batchesUnderTest({ maxKeys: 2 });
    const loaded = batches.load([1, 2, 3].map(keyOf));
    await settled();
    end(true);
    await settled();
    end(false);
    expect(await loaded).toBe(false);
    expect(sent).toEqual([['1', '2'], ['3']]);
  });

  it('reads nothing more while too much waits', async () => {
    const { batches, sent } = batchesUnderTest({ maxWaiting: 2 });
    void batches.load([1, 2].map(keyOf));
    await settled();
    expect(await batches.load([keyOf(3)])).toBe(false);
    expect(sent).toEqual([['1', '2']]);
  });
});
