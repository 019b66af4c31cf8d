import { describe, expect, it } from 'vitest';
import { namedRandom } from '../random/random';
import { normalSample } from './normal-sample';
import {
  bernoulliPopulation,
  drawUnits,
  lognormalPopulation,
  normalPopulation,
  zeroHeavyPopulation,
} from './population';

const random = namedRandom(3, 'populations');
const UNITS = 400_000;

describe('populations', () => {
  it.each([
    normalPopulation(3, 2),
    lognormalPopulation(1.1),
    bernoulliPopulation(0.01),
    zeroHeavyPopulation(2),
  ])('have the mean and variance that they state: $name', population => {
    const values = drawUnits(population, UNITS, random);
    const mean = values.reduce((sum, x) => sum + x, 0) / UNITS;
    const variance =
      values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / UNITS;
    const stdErr = Math.sqrt(population.variance / UNITS);
    expect(Math.abs(mean - population.mean)).toBeLessThan(5 * stdErr);
    // Fourth moments are large: the lognormal's variance has an error of 1.7 %.
    expect(Math.abs(variance / population.variance - 1)).toBeLessThan(0.09);
  });

  it('draws a normal sample’s summary as if from its units', () => {
    // Variance of s²: 2σ⁴/(n − 1) = 2·16/4 = 8.
    const count = 40_000;
    const variances = Float64Array.from(
      { length: count },
      () => normalSample(random, 5, { mean: 1, sd: 2 }).variance,
    );
    const mean = variances.reduce((sum, x) => sum + x, 0) / count;
    const spread = variances.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    expect(Math.abs(mean - 4)).toBeLessThan(0.08);
    expect(Math.abs(spread / count - 8)).toBeLessThan(0.6);
  });
});
