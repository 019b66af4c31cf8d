import { describe, expect, it } from 'vitest';
import { closeTo, codesOf, pathsOf, valueOf } from '../test-input';
import {
  achievedPower,
  poweredEffect,
  poweredEffectForProportion,
} from './achieved-power';
import { boundaryCrossings, boundaryDrift } from './boundary-power';
import {
  requiredSampleSize,
  requiredSampleSizeForProportion,
} from './required-sample-size';
import { requiredSampleSizeForWidth } from './required-size-for-width';
import { requiredSampleSizeForVariants } from './sample-size-for-variants';

const target = { alpha: 0.05, sides: 2, power: 0.8 } as const;
const control = { n: 400, variance: 4 };
const treatment = { n: 100, variance: 9 };
// √(4/400 + 9/100)
const SE = Math.sqrt(0.1);
// 1.959964 + 0.841621 and 1.644854 + 0.841621.
const TWO_SIDED = 2.801585218112969;
const ONE_SIDED = 2.4864748605243863;

describe('achievedPower', () => {
  const input = { control, treatment, effect: 1, alpha: 0.05 };

  it('by hand, with both tails and with one', () => {
    // SciPy 1.17: norm.cdf(1/√0.1 ∓ 1.959964), norm.cdf(1/√0.1 − 1.644854).
    const two = valueOf(achievedPower({ ...input, sides: 2 }));
    closeTo(two.powerIgnoringFarTail, 0.8853789898000415, 1e-11);
    closeTo(two.power, 0.8853791407623511, 1e-11);
    const one = valueOf(achievedPower({ ...input, sides: 1 }));
    closeTo(one.power, 0.93542017004774, 1e-11);
    expect(one.powerIgnoringFarTail).toBe(one.power);
  });

  it('is the error rate without an effect, on two sides or one', () => {
    const at = (sides: 1 | 2) =>
      valueOf(achievedPower({ ...input, effect: 0, sides })).power;
    closeTo(at(2), 0.05);
    closeTo(at(1), 0.05);
  });

  it('does not see the sign of the effect', () => {
    const at = (effect: number) =>
      achievedPower({ ...input, effect, sides: 2 });
    expect(at(-1)).toEqual(at(1));
  });

  it.each([
    [{ effect: NaN }, ['effect']],
    [{ alpha: 1 }, ['alpha']],
    [{ control: { n: 1, variance: 4 } }, ['control.n']],
    [{ treatment: { n: 9, variance: -1 } }, ['treatment.variance']],
    [
      {
        control: { n: 9, variance: 0 },
        treatment: { n: 9, variance: 0 },
      },
      ['control.variance'],
    ],
    [
      {
        control: { n: 1, variance: 0 },
        treatment: { n: 9, variance: 0 },
      },
      ['control.n'],
    ],
  ])('refuses %j', (change, paths) => {
    const result = achievedPower({ ...input, sides: 2, ...change });
    expect(pathsOf(result)).toEqual(paths);
  });

  it('takes a spread in one variant as enough', () => {
    const flat = { n: 100, variance: 0 };
    const at = (c: typeof control, t: typeof control) =>
      valueOf(poweredEffect({ ...target, control: c, treatment: t }));
    closeTo(at(control, flat), TWO_SIDED * 0.1);
    closeTo(at(flat, treatment), TWO_SIDED * 0.3);
  });
});

describe('poweredEffect', () => {
  const input = { ...target, control, treatment };

  it('by hand', () => {
    closeTo(valueOf(poweredEffect(input)), TWO_SIDED * SE);
    closeTo(valueOf(poweredEffect({ ...input, sides: 1 })), ONE_SIDED * SE);
  });

  it('is the effect found with just that power', () => {
    const effect = valueOf(poweredEffect(input));
    const power = valueOf(
      achievedPower({ control, treatment, effect, alpha: 0.05, sides: 2 }),
    );
    closeTo(power.powerIgnoringFarTail, 0.8);
  });

  it.each([
    [{ power: 1 }, ['power']],
    [{ control: { n: 0, variance: NaN } }, ['control.n']],
  ])('refuses %j', (change, paths) => {
    expect(pathsOf(poweredEffect({ ...input, ...change }))).toEqual(paths);
  });
});

describe('poweredEffectForProportion', () => {
  const input = { ...target, baseline: 0.2, nControl: 900, nTreatment: 600 };
  const squaredError = (rate: number, n: number) => (rate * (1 - rate)) / n;

  it.each(['increase', 'decrease'] as const)(
    'is as far as its own standard error asks: %s',
    direction => {
      const x = valueOf(poweredEffectForProportion({ ...input, direction }));
      const rate = direction === 'increase' ? 0.2 + x : 0.2 - x;
      const se = Math.sqrt(squaredError(0.2, 900) + squaredError(rate, 600));
      closeTo(x, TWO_SIDED * se, 1e-12);
    },
  );

  it('is an increase unless told otherwise', () => {
    expect(poweredEffectForProportion(input)).toEqual(
      poweredEffectForProportion({ ...input, direction: 'increase' }),
    );
  });

  it('finds an effect from a rate of 0, or down from 1', () => {
    // x = z √(x(1 − x)/n), so x = z²/(n + z²).
    const squared = TWO_SIDED ** 2;
    const expected = squared / (600 + squared);
    const up = poweredEffectForProportion({ ...input, baseline: 0 });
    closeTo(valueOf(up), expected, 1e-11);
    const down = poweredEffectForProportion({
      ...input,
      baseline: 1,
      direction: 'decrease',
    });
    closeTo(valueOf(down), expected, 1e-11);
  });

  it.each([
    [{ baseline: -0.1 }, ['baseline']],
    [{ nControl: 0 }, ['nControl']],
    [{ nTreatment: 0 }, ['nTreatment']],
    [{ alpha: 0 }, ['alpha']],
    [{ nControl: 2, nTreatment: 2, baseline: 0.5 }, ['nControl']],
    [{ baseline: 0.005, direction: 'decrease' as const }, ['nControl']],
  ])('refuses %j', (change, paths) => {
    expect(
      pathsOf(poweredEffectForProportion({ ...input, ...change })),
    ).toEqual(paths);
  });
});

describe('requiredSampleSize', () => {
  const input = { ...target, varianceControl: 4, effect: 0.2 };

  it('divides by the shares of the variants', () => {
    const size = valueOf(
      requiredSampleSize({
        ...input,
        varianceTreatment: 9,
        allocation: [3, 1],
      }),
    );
    const total = (TWO_SIDED / 0.2) ** 2 * (4 / 0.75 + 9 / 0.25);
    closeTo(size.totalExact, total);
    closeTo(size.perVariantExact[0], total * 0.75);
    closeTo(size.perVariantExact[1], total * 0.25);
    expect(size.perVariant).toEqual([
      Math.ceil(total * 0.75),
      Math.ceil(total * 0.25),
    ]);
    expect(size.total).toBe(Math.ceil(total * 0.75) + Math.ceil(total * 0.25));
  });

  it.each([
    [{ alpha: 0 }, ['alpha']],
    [{ varianceControl: -1 }, ['varianceControl', 'varianceTreatment']],
    [{ varianceTreatment: NaN }, ['varianceTreatment']],
    [{ varianceControl: 0 }, ['varianceControl']],
    [{ effect: 0 }, ['effect']],
    [{ effect: Infinity }, ['effect']],
    [{ allocation: [0, 1] as const }, ['allocation[0]']],
    [{ allocation: [1, -1] as const }, ['allocation[1]']],
    [{ effect: 1e-200 }, ['totalExact']],
  ])('refuses %j', (change, paths) => {
    expect(pathsOf(requiredSampleSize({ ...input, ...change }))).toEqual(paths);
  });

  it('says that no effect is a question without an answer', () => {
    expect(codesOf(requiredSampleSize({ ...input, effect: 0 }))).toEqual([
      'ETUDE_STATS_ZERO_EFFECT',
    ]);
  });

  it('takes a spread in one variant as enough', () => {
    const one = { ...input, varianceControl: 0, varianceTreatment: 4 };
    const other = { ...input, varianceControl: 4, varianceTreatment: 0 };
    const expected = (TWO_SIDED / 0.2) ** 2 * 8;
    closeTo(valueOf(requiredSampleSize(one)).totalExact, expected);
    closeTo(valueOf(requiredSampleSize(other)).totalExact, expected);
  });

  it('names the level of one side when the power is below it', () => {
    const result = requiredSampleSize({ ...input, alpha: 0.2, power: 0.05 });
    expect(result.ok ? '' : result.problems[0]?.message).toMatch(
      /0\.05, not above the error rate per side 0\.1:/,
    );
  });
});

describe('requiredSampleSizeForProportion', () => {
  const input = {
    ...target,
    baseline: 0.2,
    effect: 0.05,
    purpose: 'superiority' as const,
  };

  it('has the variances of both rates, or twice the first', () => {
    const totalOf = (change: object) =>
      valueOf(requiredSampleSizeForProportion({ ...input, ...change }))
        .totalExact;
    closeTo(totalOf({}), (TWO_SIDED / 0.05) ** 2 * 2 * (0.16 + 0.1875));
    closeTo(
      totalOf({ purpose: 'non-inferiority' }),
      (TWO_SIDED / 0.05) ** 2 * 4 * 0.16,
    );
    closeTo(
      totalOf({ allocation: [1, 3] }),
      (TWO_SIDED / 0.05) ** 2 * (0.16 / 0.25 + 0.1875 / 0.75),
    );
  });

  it.each([
    [{ baseline: 1.2 }, ['baseline', 'baseline + effect']],
    [{ effect: 0.81 }, ['baseline + effect']],
    [{ effect: -0.21 }, ['baseline + effect']],
    [{ effect: 0 }, ['effect']],
  ])('refuses %j', (change, paths) => {
    expect(
      pathsOf(requiredSampleSizeForProportion({ ...input, ...change })),
    ).toEqual(paths);
  });

  it('takes a margin beyond what rates there are', () => {
    const result = requiredSampleSizeForProportion({
      ...input,
      effect: 0.81,
      purpose: 'non-inferiority',
    });
    expect(result.ok).toBe(true);
  });
});

describe('requiredSampleSizeForWidth refuses', () => {
  const input = { width: 0.2, alpha: 0.05, varianceControl: 4 };

  it.each([
    [{ varianceControl: NaN }, ['varianceControl', 'varianceTreatment']],
    [{ varianceTreatment: -1 }, ['varianceTreatment']],
    [{ allocation: [1, 0] as const }, ['allocation[1]']],
    [{ width: 1e-200 }, ['totalExact']],
  ])('%j', (change, paths) => {
    expect(
      pathsOf(requiredSampleSizeForWidth({ ...input, ...change })),
    ).toEqual(paths);
  });

  it('no variant without spread next to one with it', () => {
    const totalOf = (varianceControl: number, varianceTreatment: number) =>
      valueOf(
        requiredSampleSizeForWidth({
          ...input,
          varianceControl,
          varianceTreatment,
        }),
      ).totalExact;
    // (2 · 1.959964/0.2)² · 8
    closeTo(totalOf(0, 4), 19.599639845400543 ** 2 * 8);
    closeTo(totalOf(4, 0), 19.599639845400543 ** 2 * 8);
  });
});

describe('requiredSampleSizeForVariants', () => {
  const input = { ...target, weights: [2, 1, 1], variance: 4, effect: 0.3 };

  it('by hand: each comparison at its share of alpha', () => {
    const size = valueOf(requiredSampleSizeForVariants(input));
    expect(size.alphaPerComparison).toBe(0.025);
    // z(0.0125) = 2.241403; (2.241403 + 0.841621)² · 4/0.09 · (4/2 + 4/1).
    const total = ((2.2414027276049473 + 0.8416212335729143) / 0.3) ** 2 * 24;
    closeTo(size.totalExact, total);
    expect(size.totalExactPerComparison).toHaveLength(2);
    closeTo(size.totalExactPerComparison[1], total);
    expect(size.perVariant).toEqual([
      Math.ceil(total / 2),
      Math.ceil(total / 4),
      Math.ceil(total / 4),
    ]);
  });

  it('counts the comparison that needs most', () => {
    const size = valueOf(
      requiredSampleSizeForVariants({
        ...input,
        weights: [2, 1, 4],
        correction: 'none',
      }),
    );
    expect(size.alphaPerComparison).toBe(0.05);
    const scale = (TWO_SIDED / 0.3) ** 2 * 4;
    closeTo(size.totalExactPerComparison[0], scale * (3.5 + 7));
    closeTo(size.totalExactPerComparison[1], scale * (3.5 + 1.75));
    closeTo(size.totalExact, scale * 10.5);
  });

  it.each([
    [{ weights: [1] }, ['weights']],
    [{ weights: [] }, ['weights']],
    [{ weights: [1, 0] }, ['weights[1]']],
    [{ alpha: 0 }, ['alpha']],
    [{ variance: -1 }, ['variance']],
    [{ variance: 0 }, ['variance']],
    [{ effect: 0 }, ['effect']],
    [{ effect: 1e-200 }, ['totalExact']],
  ])('refuses %j', (change, paths) => {
    expect(
      pathsOf(requiredSampleSizeForVariants({ ...input, ...change })),
    ).toEqual(paths);
  });
});

describe('planned boundaries refuse', () => {
  const boundary = { informationFractions: [0.5, 1], z: [2.8, 2] };

  it.each([
    [{ informationFractions: [], z: [] }, ['informationFractions']],
    [{ informationFractions: [0, 1] }, ['informationFractions']],
    [{ informationFractions: [0.5, 1.1] }, ['informationFractions']],
    [{ informationFractions: [0.5, 0.500001] }, ['informationFractions']],
    [{ z: [2] }, ['informationFractions and z']],
    [{ z: [2, NaN] }, ['z']],
  ])('%j', (change, paths) => {
    const input = { ...boundary, ...change };
    expect(pathsOf(boundaryCrossings({ ...input, drifts: [0] }))).toEqual(
      paths,
    );
    expect(pathsOf(boundaryDrift({ ...input, power: 0.8 }))).toEqual(paths);
  });

  it('drifts and a power that are none', () => {
    expect(
      pathsOf(boundaryCrossings({ ...boundary, drifts: [0, NaN] })),
    ).toEqual(['drifts[1]']);
    expect(pathsOf(boundaryDrift({ ...boundary, power: 1 }))).toEqual([
      'power',
    ]);
  });

  it('a boundary that nothing can cross', () => {
    const closed = { informationFractions: [1], z: [Infinity] };
    expect(codesOf(boundaryDrift({ ...closed, power: 0.8 }))).toEqual([
      'ETUDE_STATS_NO_CONVERGENCE',
    ]);
  });

  it('no looks as close as the design of a test allows', () => {
    const close = { informationFractions: [0.5, 0.50002, 1], z: [3, 3, 2] };
    expect(boundaryCrossings({ ...close, drifts: [0] }).ok).toBe(true);
  });
});
