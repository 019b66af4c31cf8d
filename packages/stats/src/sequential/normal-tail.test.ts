import { describe, expect, it } from 'vitest';
import { normalSf } from '../distributions/normal';
import { fastNormalSf } from './normal-tail';

describe('fastNormalSf', () => {
  it('agrees with the exact tail to 1e-12 from -8 to 37', () => {
    for (let z = -8; z <= 37; z += 0.0137) {
      const exact = normalSf(z);
      expect(Math.abs(fastNormalSf(z) - exact) / exact).toBeLessThan(1e-12);
    }
  });

  it('ends at 0 and passes NaN on', () => {
    expect(fastNormalSf(40)).toBe(0);
    expect(fastNormalSf(-40)).toBe(1);
    expect(fastNormalSf(Infinity)).toBe(0);
    expect(fastNormalSf(Number.NaN)).toBeNaN();
  });
});
