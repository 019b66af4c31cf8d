import { describe, expect, it } from 'vitest';
import { normalSf } from '../distributions/normal';
import {
  crossingChance,
  expectedFraction,
  pathsBelow,
  stopChances,
} from './boundary-crossings';
import { survive } from './brownian-exit';

const totalOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0);

describe('pathsBelow', () => {
  it.each([
    [[0.5, 0.5001, 0.5002, 1]],
    [[0.001, 0.9, 0.90002, 1]],
    [[0.2, 0.4, 0.6, 0.8, 1]],
    [[1e-5, 1]],
  ])('loses no path at the looks %o', times => {
    const reached = pathsBelow(
      times.map((t, k) => ({ t, level: (0.4 + 0.3 * k) * Math.sqrt(t) })),
    );
    const crossed = totalOf(reached.map(at => crossingChance(at, 0)));
    const last = reached.at(-1);
    const left = last ? survive(last.path, last.look, 1).masses : [];
    expect(crossed + totalOf(left)).toBeCloseTo(1, 9);
  });

  it('weights paths by their drift', () => {
    // A boundary far away at the first look: one normal tail remains.
    const [, last] = pathsBelow([
      { t: 0.3, level: 12 },
      { t: 1, level: 2 },
    ]);
    for (const drift of [-2, 0, 0.7, 3]) {
      const chance = last ? crossingChance(last, drift) : Number.NaN;
      expect(chance / normalSf(2 - drift)).toBeCloseTo(1, 9);
    }
  });

  it('never crosses a boundary of infinity', () => {
    const reached = pathsBelow([
      { t: 0.3, level: Infinity },
      { t: 1, level: 2 },
    ]);
    const chances = reached.map(at => crossingChance(at, 0));
    expect(chances[0]).toBe(0);
    expect((chances[1] ?? 0) / normalSf(2)).toBeCloseTo(1, 9);
  });
});

describe('stopChances', () => {
  it('gives the rest to the last look', () => {
    const stops = stopChances([0.1, 0.2, 0.3]);
    expect(stops[2]).toBeCloseTo(0.7, 15);
    expect(expectedFraction([0.25, 0.5, 1], stops)).toBeCloseTo(0.825, 15);
  });
});
