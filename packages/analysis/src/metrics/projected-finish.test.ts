import { describe, expect, it } from 'vitest';
import { testInput } from '../test-input';
import { projectedInstant, wholePerPair } from './projected-finish';

const at = (unitsPerDay: number | null) => ({
  now: '2026-03-05T10:00:00Z',
  unitsPerDay,
});

describe('projectedInstant', () => {
  it('is as many days from now as the missing units take', () => {
    expect(projectedInstant(250, at(100))).toBe('2026-03-07T22:00:00.000Z');
  });

  it('is none when nothing is missing or nothing comes', () => {
    for (const missing of [0, -5, Number.NaN]) {
      expect(projectedInstant(missing, at(100))).toBeNull();
    }
    for (const unitsPerDay of [null, 0, -1, Number.NaN]) {
      expect(projectedInstant(10, at(unitsPerDay))).toBeNull();
    }
  });

  it('is none beyond the calendar', () => {
    expect(projectedInstant(1e12, at(1))).toBeNull();
  });
});

describe('wholePerPair', () => {
  it('is all weights over those of control and the variant', () => {
    const { plan } = testInput({
      observedMetrics: [],
      variants: [
        { id: 'a', weight: 2 },
        { id: 'b', weight: 1 },
        { id: 'c', weight: 5 },
      ],
    });
    expect(wholePerPair(plan, 'b')).toBe(8 / 3);
    expect(wholePerPair(plan, 'c')).toBe(8 / 7);
  });
});
