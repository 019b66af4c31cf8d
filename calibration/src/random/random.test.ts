import { describe, expect, it } from 'vitest';
import { binomialSampler, poissonSampler } from './discrete';
import { namedRandom } from './random';
import { namedStream, xoshiro128 } from './xoshiro';

// Standard errors of a mean over this many draws are below 0.005 sd.
const DRAWS = 50_000;

const momentsOf = (draw: () => number) => {
  const values = Float64Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, x) => sum + x, 0) / DRAWS;
  const central = (power: number) =>
    values.reduce((sum, x) => sum + (x - mean) ** power, 0) / DRAWS;
  const variance = central(2);
  return {
    mean,
    variance,
    skewness: central(3) / variance ** 1.5,
    kurtosis: central(4) / variance ** 2,
  };
};

describe('xoshiro128++', () => {
  it('gives the numbers of the reference program', () => {
    // xoshiro128plusplus.c of Blackman and Vigna, state 1, 2, 3, 4.
    const next = xoshiro128([1, 2, 3, 4]);
    expect(Array.from({ length: 10 }, next)).toEqual([
      641, 1573767, 3222811527, 3517856514, 836907274, 4247214768, 3867114732,
      1355841295, 495546011, 621204420,
    ]);
  });

  it('still does after 102,400 numbers', () => {
    // PHP's test of the same generator: bytes fa 3c 87 2c, lowest first.
    const next = xoshiro128([1, 2, 3, 4]);
    for (let i = 0; i < 102_400; i += 1) next();
    expect(next()).toBe(0x2c873cfa);
  });

  it('has one stream per name and seed', () => {
    const first = (seed: number, name: string) => namedStream(seed, name)();
    expect(first(1, 'means')).toBe(first(1, 'means'));
    const others = [first(1, 'ratios'), first(2, 'means')];
    expect(new Set([first(1, 'means'), ...others]).size).toBe(3);
  });
});

describe('draws', () => {
  const random = namedRandom(7, 'draws');

  it('are uniform with mean 1/2 and variance 1/12', () => {
    const { mean, variance } = momentsOf(random.uniform);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.006);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.002);
  });

  it('are normal to the fourth moment, independent of each other', () => {
    const { mean, variance, skewness, kurtosis } = momentsOf(random.normal);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
    expect(Math.abs(skewness)).toBeLessThan(0.05);
    expect(Math.abs(kurtosis - 3)).toBeLessThan(0.1);
    const products = momentsOf(() => random.normal() * random.normal());
    expect(Math.abs(products.mean)).toBeLessThan(0.02);
  });

  it.each([0.3, 1, 49.5])('are gamma with mean and variance %s', shape => {
    const { mean, variance } = momentsOf(() => random.gamma(shape));
    expect(Math.abs(mean / shape - 1)).toBeLessThan(0.04);
    expect(Math.abs(variance / shape - 1)).toBeLessThan(0.06);
  });

  it.each([
    [1, 0.3],
    [30, 0.01],
    [1_000, 0.9],
    [100_000, 0.5],
  ])('are binomial(%s, %s)', (n, p) => {
    const sampler = binomialSampler(n, p);
    const { mean, variance } = momentsOf(() => sampler(random));
    const expected = n * p * (1 - p);
    expect(Math.abs(mean - n * p)).toBeLessThan(0.02 * Math.sqrt(expected));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.06);
  });

  it('hit every value of a small binomial as often as they should', () => {
    // (1/2)^2 (1, 2, 1)
    const sampler = binomialSampler(2, 0.5);
    const counts = [0, 0, 0];
    for (let i = 0; i < DRAWS; i += 1) {
      const value = sampler(random);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    [0.25, 0.5, 0.25].forEach((share, value) =>
      expect(Math.abs((counts[value] ?? 0) / DRAWS - share)).toBeLessThan(0.01),
    );
  });

  it.each([0.2, 4, 3_000])('are Poisson(%s)', rate => {
    const sampler = poissonSampler(rate);
    const { mean, variance } = momentsOf(() => sampler(random));
    expect(Math.abs(mean - rate)).toBeLessThan(0.02 * Math.sqrt(rate));
    expect(Math.abs(variance / rate - 1)).toBeLessThan(0.06);
  });
});
