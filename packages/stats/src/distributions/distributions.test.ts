import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as stats from '../index';

type Law = {
  readonly name: string;
  readonly cdf: (x: number) => number;
  readonly sf: (x: number) => number;
  readonly quantile: (p: number) => number;
  readonly range: readonly [number, number];
};

const LAWS: readonly Law[] = [
  {
    name: 'normal',
    cdf: stats.normalCdf,
    sf: stats.normalSf,
    quantile: stats.normalQuantile,
    range: [-8, 8],
  },
  {
    name: 't with 3.7 df',
    cdf: x => stats.studentTCdf(x, 3.7),
    sf: x => stats.studentTSf(x, 3.7),
    quantile: p => stats.studentTQuantile(p, 3.7),
    range: [-50, 50],
  },
  {
    name: 'chi-square with 5 df',
    cdf: x => stats.chiSquareCdf(x, 5),
    sf: x => stats.chiSquareSf(x, 5),
    quantile: p => stats.chiSquareQuantile(p, 5),
    range: [0.01, 60],
  },
  {
    name: 'F(4, 9.5)',
    cdf: x => stats.fCdf(x, 4, 9.5),
    sf: x => stats.fSf(x, 4, 9.5),
    quantile: p => stats.fQuantile(p, 4, 9.5),
    range: [0.01, 40],
  },
  {
    name: 'beta(2.5, 0.7)',
    cdf: x => stats.betaCdf(x, 2.5, 0.7),
    sf: x => stats.betaSf(x, 2.5, 0.7),
    quantile: p => stats.betaQuantile(p, 2.5, 0.7),
    range: [0.001, 0.999],
  },
  {
    name: 'gamma(0.4, scale 3)',
    cdf: x => stats.gammaCdf(x, 0.4, 3),
    sf: x => stats.gammaSf(x, 0.4, 3),
    quantile: p => stats.gammaQuantile(p, 0.4, 3),
    range: [0.0001, 90],
  },
];

describe.each(LAWS)('$name', law => {
  const inRange = fc.double({
    min: law.range[0],
    max: law.range[1],
    noNaN: true,
  });

  it('splits probability 1 between its tails', () => {
    fc.assert(
      fc.property(inRange, x => Math.abs(law.cdf(x) + law.sf(x) - 1) < 1e-14),
      { seed: 1 },
    );
  });

  it('never decreases', () => {
    fc.assert(
      fc.property(inRange, inRange, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        return law.cdf(low) <= law.cdf(high) * (1 + 1e-13);
      }),
      { seed: 1 },
    );
  });

  it('has a quantile that inverts it', () => {
    fc.assert(
      fc.property(fc.double({ min: -100, max: -0.01, noNaN: true }), log => {
        const p = 10 ** log;
        return Math.abs(law.cdf(law.quantile(p)) / p - 1) < 1e-11;
      }),
      { seed: 1 },
    );
  });

  it('is NaN for NaN and outside the probabilities', () => {
    expect(law.cdf(NaN)).toBeNaN();
    expect(law.sf(NaN)).toBeNaN();
    expect(law.quantile(-0.1)).toBeNaN();
    expect(law.quantile(1.1)).toBeNaN();
    expect(law.quantile(NaN)).toBeNaN();
  });
});

describe('limits', () => {
  it('are reached at infinity', () => {
    expect(stats.normalSf(Infinity)).toBe(0);
    expect(stats.normalCdf(Infinity)).toBe(1);
    expect(stats.studentTSf(Infinity, 3)).toBe(0);
    expect(stats.chiSquareSf(Infinity, 3)).toBe(0);
    expect(stats.normalQuantile(0)).toBe(-Infinity);
    expect(stats.studentTQuantile(1, 3)).toBe(Infinity);
  });

  it('make the t with infinite degrees of freedom normal', () => {
    expect(stats.studentTSf(3, Infinity)).toBe(stats.normalSf(3));
  });

  it('refuse shapes outside the domain', () => {
    expect(stats.studentTSf(1, 0)).toBeNaN();
    expect(stats.chiSquareSf(1, -1)).toBeNaN();
    expect(stats.betaCdf(0.5, 0, 1)).toBeNaN();
    expect(stats.binomialCdf(1, 2.5, 0.5)).toBeNaN();
  });
});

describe('binomial', () => {
  it('has the tails of three coins', () => {
    // 1, 3, 3, 1 eighths.
    expect(Math.abs(stats.binomialCdf(1, 3, 0.5) - 0.5)).toBeLessThan(1e-15);
    expect(Math.abs(stats.binomialPmf(2, 3, 0.5) - 0.375)).toBeLessThan(1e-15);
    expect(stats.binomialQuantile(0.5, 3, 0.5)).toBe(1);
    expect(stats.binomialQuantile(0.51, 3, 0.5)).toBe(2);
  });

  it('has the smallest quantile that reaches its probability', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-6, max: 0.999999, noNaN: true }),
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (q, n, p) => {
          const k = stats.binomialQuantile(q, n, p);
          return (
            stats.binomialCdf(k, n, p) >= q * (1 - 1e-12) &&
            (k === 0 || stats.binomialCdf(k - 1, n, p) < q * (1 + 1e-12))
          );
        },
      ),
      { seed: 1 },
    );
  });
});

describe('the normal quantile', () => {
  it('always comes to an end, next to the value it inverts', () => {
    // Newton can take turns between two neighbours; one in 10,000 did.
    const LATTICE = 100_003;
    for (let i = 1; i < LATTICE; i += 1) {
      const p = i / LATTICE;
      const x = stats.normalQuantile(p);
      const back = x < 0 ? stats.normalCdf(x) / p : stats.normalSf(x) / (1 - p);
      if (!(Math.abs(back - 1) < 1e-12)) expect({ p, x, back }).toBeNull();
    }
    expect(stats.normalQuantile(0.024320960987508744)).toBeCloseTo(
      -1.9717169991336279,
      14,
    );
  });
});
