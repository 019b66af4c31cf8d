import { describe, expect, it } from 'vitest';
import type { Alternative } from '../fixed-horizon/effect-test';
import { clusteredQuantileInterval } from './clustered-quantile';

// Forty units of one to four events, values without ties.
const units = Array.from({ length: 40 }, (_, unit) =>
  Array.from(
    { length: 1 + (unit % 4) },
    (_event, event) => ((unit * 37 + event * 11) % 101) + event / 7,
  ),
);

const intervalOf = (alternative: Alternative, alpha: number, quantile = 0.5) =>
  clusteredQuantileInterval({ units, quantile, alternative, alpha });

const ciOf = (...input: Parameters<typeof intervalOf>) => {
  const result = intervalOf(...input);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value.ci;
};

describe('clusteredQuantileInterval of one side', () => {
  it('has the end of the two-sided interval at twice the level', () => {
    const both = ciOf('two-sided', 0.1);
    expect(ciOf('larger', 0.05)).toEqual([both[0], Infinity]);
    expect(ciOf('smaller', 0.05)).toEqual([-Infinity, both[1]]);
  });

  it('is narrower on its side than the two-sided one at its level', () => {
    const both = ciOf('two-sided', 0.05);
    expect(ciOf('larger', 0.05)[0]).toBeGreaterThan(both[0]);
    expect(ciOf('smaller', 0.05)[1]).toBeLessThan(both[1]);
  });

  it('refuses a level and a quantile that are none', () => {
    for (const result of [
      intervalOf('two-sided', 1),
      intervalOf('larger', 0.05, 1.2),
    ]) {
      expect(result.ok).toBe(false);
    }
  });
});
