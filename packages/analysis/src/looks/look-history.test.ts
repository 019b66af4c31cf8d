import { describe, expect, it } from 'vitest';
import type { LookRecord, LookTest } from '../look-record';
import { indexLooks } from './look-history';

const test = (changes: Partial<LookTest>): LookTest => ({
  metricId: 'goal',
  variant: 'b',
  kind: 'superiority',
  units: 100,
  statistic: 1,
  crossed: false,
  ...changes,
});
const look = (day: number, ...tests: readonly LookTest[]): LookRecord => ({
  at: `2026-03-0${day}T10:00:00Z`,
  tests,
  units: {},
  srmP: 1,
});

describe('the history of a test', () => {
  it('is empty without looks', () => {
    for (const history of [
      indexLooks(),
      indexLooks([]),
      indexLooks([look(1)]),
    ]) {
      expect(history('goal', 'b', 'superiority')).toEqual({
        units: [],
        runningP: 1,
      });
    }
  });

  it('has the units of its looks, and since when it is crossed', () => {
    const history = indexLooks([
      look(1, test({ units: 100 })),
      look(2, test({ units: 200, crossed: true })),
      look(3, test({ units: 300, crossed: true })),
      look(4, test({ units: 400 })),
    ]);
    expect(history('goal', 'b', 'superiority')).toEqual({
      units: [100, 200, 300, 400],
      crossedAt: '2026-03-02T10:00:00Z',
      runningP: 1,
    });
  });

  it('has the smallest p-value of all looks', () => {
    const history = indexLooks([
      look(1, test({ runningP: 0.5 })),
      look(2, test({ runningP: 0.02 })),
      look(3, test({ runningP: 0.3 })),
      look(4, test({})),
    ]);
    expect(history('goal', 'b', 'superiority').runningP).toBe(0.02);
  });

  it('keeps metrics, variants and tests apart', () => {
    const history = indexLooks([
      look(
        1,
        test({ units: 1 }),
        test({ metricId: 'other', units: 2 }),
        test({ variant: 'c', units: 3 }),
        test({ kind: 'inferiority', units: 4 }),
      ),
    ]);
    expect(history('goal', 'b', 'superiority').units).toEqual([1]);
    expect(history('other', 'b', 'superiority').units).toEqual([2]);
    expect(history('goal', 'c', 'superiority').units).toEqual([3]);
    expect(history('goal', 'b', 'inferiority').units).toEqual([4]);
    expect(history('other', 'c', 'superiority').units).toEqual([]);
  });
});
