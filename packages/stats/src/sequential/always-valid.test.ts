import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalCdf } from '../distributions/normal';
import type { Alternative } from '../fixed-horizon/effect-test';
import type { StatsResult } from '../result';
import { valueOf } from '../test-input';
import { alwaysValidRequiredUnits } from './always-valid-required-units';
import {
  asymptoticConfidenceSequence,
  mixtureRho,
  sequenceBound,
} from './asymptotic-confidence-sequence';
import { generalisedAlwaysValidInterval } from './gavi';
import { mixtureSprt } from './mixture-sprt';
import { runningAlwaysValidP, runningP } from './running-p';

type Judged = {
  readonly ci: readonly [number, number];
  readonly pValue: number;
  readonly significant: boolean;
};
type Method = (
  difference: number,
  alpha: number,
  alternative: Alternative,
) => StatsResult<Judged>;

// The same data for all three: 2000 units per variant, unit variance.
const N = 2000;
const methods: Readonly<Record<string, Method>> = {
  'asymptotic sequence': (difference, alpha, alternative) =>
    asymptoticConfidenceSequence({
      difference,
      stdErr: Math.sqrt(2 / N),
      nTotal: 2 * N,
      tuningN: 5000,
      alpha,
      alternative,
    }),
  mSPRT: (estimate, alpha, alternative) =>
    mixtureSprt({
      estimate,
      stdErr: Math.sqrt(2 / N),
      residualSd: 1,
      phi: 100,
      alpha,
      alternative,
    }),
  GAVI: (estimate, alpha, alternative) =>
    generalisedAlwaysValidInterval({
      estimate,
      nPerVariant: N,
      variance: 1,
      phi: 500,
      alpha,
      alternative,
    }),
};

const effects = fc.double({ min: -0.3, max: 0.3, noNaN: true });
const alphas = fc.double({ min: 1e-4, max: 0.4, noNaN: true });
const sides = fc.constantFrom<Alternative>('two-sided', 'larger', 'smaller');

describe.each(Object.entries(methods))('%s', (_, judge) => {
  it('has a p-value of alpha exactly where its interval touches 0', () => {
    fc.assert(
      fc.property(alphas, sides, (alpha, side) => {
        const sign = side === 'smaller' ? -1 : 1;
        const { ci } = valueOf(judge(0, alpha, side));
        const halfWidth = side === 'smaller' ? ci[1] : -ci[0];
        const outside = valueOf(judge(sign * halfWidth * 1.0001, alpha, side));
        const inside = valueOf(judge(sign * halfWidth * 0.9999, alpha, side));
        expect(outside.significant).toBe(true);
        expect(outside.pValue).toBeLessThan(alpha);
        expect(inside.significant).toBe(false);
        expect(inside.pValue).toBeGreaterThan(alpha);
        expect(valueOf(judge(-sign, alpha, side)).pValue).toBeLessThanOrEqual(
          1,
        );
      }),
      { seed: 1 },
    );
  });

  it('never finds the side that is not tested', () => {
    expect(valueOf(judge(-0.3, 0.05, 'larger'))).toMatchObject({
      pValue: 1,
      significant: false,
    });
    expect(valueOf(judge(0.3, 0.05, 'smaller'))).toMatchObject({
      pValue: 1,
      significant: false,
    });
  });

  it('mirrors when the variants are swapped', () => {
    fc.assert(
      fc.property(effects, alphas, (effect, alpha) => {
        const larger = valueOf(judge(effect, alpha, 'larger'));
        const smaller = valueOf(judge(-effect, alpha, 'smaller'));
        expect(smaller.pValue).toBe(larger.pValue);
        expect(smaller.ci).toEqual([-larger.ci[1], -larger.ci[0]]);
      }),
      { seed: 1 },
    );
  });

  it('is monotone in the evidence', () => {
    fc.assert(
      fc.property(effects, effects, alphas, (a, b, alpha) => {
        const low = valueOf(judge(Math.min(a, b), alpha, 'larger'));
        const high = valueOf(judge(Math.max(a, b), alpha, 'larger'));
        expect(high.pValue).toBeLessThanOrEqual(low.pValue);
      }),
      { seed: 1 },
    );
  });

  it('opens one end of a one-sided interval and refuses alpha of a half', () => {
    expect(valueOf(judge(0.1, 0.05, 'larger')).ci[1]).toBe(Infinity);
    expect(valueOf(judge(0.1, 0.05, 'smaller')).ci[0]).toBe(-Infinity);
    expect(judge(0.1, 0.5, 'larger')).toMatchObject({
      ok: false,
      problems: [{ code: 'ETUDE_STATS_INVALID_ALPHA' }],
    });
    expect(judge(0.1, 1.5, 'larger')).toMatchObject({
      ok: false,
      problems: [{ code: 'ETUDE_STATS_INVALID_ALPHA' }],
    });
  });
});

describe('one side of mSPRT and GAVI', () => {
  it.each(['mSPRT', 'GAVI'])('is the two-sided %s at twice alpha', name => {
    const judge = methods[name];
    const one = judge && valueOf(judge(0.12, 0.025, 'larger'));
    const two = judge && valueOf(judge(0.12, 0.05, 'two-sided'));
    expect(one?.ci[0]).toBeCloseTo(two?.ci[0] ?? Number.NaN, 14);
  });
});

describe('runningP', () => {
  it('never increases and starts at the first p-value', () => {
    expect(valueOf(runningP([0.5, 0.7, 0.1, 0.2]))).toEqual([
      0.5, 0.5, 0.1, 0.1,
    ]);
    expect(runningP([0.5, 1.2])).toMatchObject({
      ok: false,
      problems: [{ path: 'pValues[1]' }],
    });
  });

  it('runs over the one-sided p-values of the asymptotic sequence', () => {
    const z = [0.4, 2.5, 2.1, -4];
    const nTotal = [2000, 4000, 6000, 8000];
    const running = (alternative: Alternative): readonly number[] =>
      valueOf(
        runningAlwaysValidP({
          z,
          nTotal,
          tuningN: 5000,
          alpha: 0.05,
          alternative,
        }),
      );
    const single = z.map((difference, k) =>
      valueOf(
        asymptoticConfidenceSequence({
          difference,
          stdErr: 1,
          nTotal: nTotal[k] ?? Number.NaN,
          tuningN: 5000,
          alpha: 0.05,
          alternative: 'larger',
        }),
      ),
    );
    const least = Math.min(...single.map(({ pValue }) => pValue));
    expect(running('larger').at(-1)).toBeCloseTo(least, 14);
    expect(running('smaller').at(-1)).toBeLessThan(0.01);
    expect(running('larger').at(-1)).toBeGreaterThan(0.01);
  });
});

describe('alwaysValidRequiredUnits', () => {
  const BASE = {
    alpha: 0.05,
    sides: 2,
    power: 0.8,
    varianceControl: 1,
    effect: 0.1,
  } as const;

  // The same crossing probability by SciPy on 20-point panels with drift.
  it.each([
    [{ ...BASE }, 5247.96107482248, 0.6077181020999569, 0.9894986439494465],
    [
      { ...BASE, sides: 1 as const, looks: 20 },
      4668.192981273378,
      0.6143698328646867,
      0.9924117545003304,
    ],
    [
      { ...BASE, tuningN: 500, looks: 20 },
      6085.336665163954,
      0.6145174970753479,
      0.9906909704256597,
    ],
    [
      { ...BASE, looks: 14 },
      5531.354703685606,
      0.6435022783033192,
      0.9938749829049717,
    ],
  ])('agrees with SciPy for %o', (input, total, underEffect, underNull) => {
    const size = valueOf(alwaysValidRequiredUnits(input));
    expect(size.totalExact / total).toBeCloseTo(1, 9);
    expect(size.expectedTotalUnderEffect / total).toBeCloseTo(underEffect, 9);
    expect(size.expectedTotalUnderNull / total).toBeCloseTo(underNull, 9);
  });

  it('with one look, leaves the chance of one normal tail', () => {
    const { totalExact: n, tuningN } = valueOf(
      alwaysValidRequiredUnits({ ...BASE, looks: 1 }),
    );
    const rho = mixtureRho(0.05, tuningN);
    const bound = sequenceBound(n, rho, { alpha: 0.05, sides: 2 });
    const drift = 0.1 * Math.sqrt(n / 4);
    expect(normalCdf(drift - bound)).toBeCloseTo(0.8, 10);
  });

  it('needs more than a fixed horizon, split by the allocation', () => {
    const size = valueOf(
      alwaysValidRequiredUnits({ ...BASE, looks: 20, allocation: [3, 1] }),
    );
    expect(size.inflationFactor).toBeGreaterThan(1.3);
    expect(size.perVariantExact[0] / size.perVariantExact[1]).toBeCloseTo(3, 9);
    expect(size.total).toBe(size.perVariant[0] + size.perVariant[1]);
  });

  it.each([
    [{ looks: 0 }, 'looks'],
    [{ looks: 1001 }, 'looks'],
    [{ tuningN: 0 }, 'tuningN'],
    [{ effect: 0 }, 'effect'],
    [{ sides: 1 as const, alpha: 0.5 }, '2·alpha of a one-sided sequence'],
  ])('refuses %o', (change, path) => {
    expect(alwaysValidRequiredUnits({ ...BASE, ...change })).toMatchObject({
      ok: false,
      problems: [{ path }],
    });
  });
});
