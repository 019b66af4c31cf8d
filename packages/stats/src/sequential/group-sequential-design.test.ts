import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueOf } from '../test-input';
import type { AlphaSpending } from './alpha-spending';
import {
  groupSequentialDesign,
  groupSequentialPower,
} from './group-sequential-design';

const TARGET = { alpha: 0.025, sides: 1, power: 0.8 } as const;
const OBRIEN_FLEMING: AlphaSpending = { kind: 'obrien-fleming' };
const POCOCK: AlphaSpending = { kind: 'pocock' };

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

describe('groupSequentialDesign against rpact 3.3.4', () => {
  // getDesignCharacteristics: inflationFactor, averageSampleNumber1 and 0.
  it.each([
    [OBRIEN_FLEMING, 2, [1.00372502547, 0.921386263727, 1.00295952267]],
    [OBRIEN_FLEMING, 5, [1.02471988908, 0.823662735327, 1.02135582511]],
    [POCOCK, 5, [1.2126131012, 0.79571067912, 1.19811094655]],
    [
      { kind: 'power', exponent: 1 },
      5,
      [1.1497574616, 0.784905409643, 1.13825988477],
    ],
    [
      { kind: 'hwang-shih-decani', gamma: -4 },
      5,
      [1.02538897137, 0.810228630755, 1.02168383186],
    ],
    [
      { kind: 'power', exponent: 2 },
      10,
      [1.08115963556, 0.762234904877, 1.07345636882],
    ],
  ] as const)('%o, %i looks', (spending, looks, expected) => {
    const design = valueOf(
      groupSequentialDesign({ ...TARGET, spending, looks }),
    );
    const [inflation, underEffect, underNull] = expected;
    expect(Math.abs(design.inflationFactor - inflation)).toBeLessThan(1e-6);
    expect(
      Math.abs(design.expectedRatioUnderEffect - underEffect),
    ).toBeLessThan(1e-6);
    expect(Math.abs(design.expectedRatioUnderNull - underNull)).toBeLessThan(
      1e-6,
    );
  });
});

describe('groupSequentialDesign', () => {
  it('costs nothing with one look', () => {
    const design = valueOf(
      groupSequentialDesign({ ...TARGET, spending: POCOCK, looks: 1 }),
    );
    expect(design.inflationFactor).toBeCloseTo(1, 10);
    expect(design.expectedRatioUnderNull).toBeCloseTo(1, 10);
    expect(design.stopProbabilityUnderNull).toEqual([1]);
  });

  it('has the power it was asked for, and alpha without an effect', () => {
    const looks = fc.integer({ min: 1, max: 12 });
    const rates = fc.double({ min: 0.5, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(looks, rates, (count, power) => {
        const design = valueOf(
          groupSequentialDesign({
            ...TARGET,
            power,
            spending: POCOCK,
            looks: count,
          }),
        );
        expect(design.cumulativePower.at(-1)).toBeCloseTo(power, 9);
        expect(sum(design.stopProbabilityUnderEffect)).toBeCloseTo(1, 12);
        const atNull = groupSequentialPower({
          ...TARGET,
          spending: POCOCK,
          informationFractions: design.informationFractions,
          drift: 0,
        });
        expect(valueOf(atNull).power).toBeCloseTo(0.025, 9);
        expect(design.expectedRatioUnderEffect).toBeLessThanOrEqual(
          design.expectedRatioUnderNull + 1e-12,
        );
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('costs more with more looks and with earlier spending', () => {
    const inflation = (spending: AlphaSpending, looks: number): number =>
      valueOf(groupSequentialDesign({ ...TARGET, spending, looks }))
        .inflationFactor;
    expect(inflation(POCOCK, 5)).toBeGreaterThan(inflation(POCOCK, 2));
    expect(inflation(POCOCK, 5)).toBeGreaterThan(inflation(OBRIEN_FLEMING, 5));
  });

  it('stops twice as often on either side as on one, under the null', () => {
    const stops = (sides: 1 | 2, alpha: number): readonly number[] =>
      valueOf(
        groupSequentialDesign({
          sides,
          alpha,
          power: 0.8,
          spending: POCOCK,
          looks: 3,
        }),
      ).stopProbabilityUnderNull;
    expect(stops(2, 0.05)[0]).toBeCloseTo(2 * (stops(1, 0.025)[0] ?? 0), 12);
  });

  it('counts a repeated look once', () => {
    const power = valueOf(
      groupSequentialPower({
        ...TARGET,
        spending: POCOCK,
        informationFractions: [0.5, 0.5, 1],
        drift: 0,
      }),
    );
    expect(power.rejectProbabilityPerLook[1]).toBe(0);
    expect(power.power).toBeCloseTo(0.025, 9);
  });

  it.each([
    [{ looks: 0 }, 'looks'],
    [{ looks: 2.5 }, 'looks'],
    [{ informationFractions: [0.5, 0.9] }, 'informationFractions'],
    [{ informationFractions: [] }, 'informationFractions'],
    [{ informationFractions: [0.6, 0.5, 1] }, 'informationFractions'],
  ])('refuses the plan %o', (planned, path) => {
    expect(
      groupSequentialDesign({ ...TARGET, ...planned, spending: POCOCK }),
    ).toMatchObject({ ok: false, problems: [{ path }] });
  });

  it('refuses a power that needs no data and a drift that is none', () => {
    expect(
      groupSequentialDesign({
        ...TARGET,
        power: 0.02,
        spending: POCOCK,
        looks: 2,
      }),
    ).toMatchObject({ problems: [{ code: 'ETUDE_STATS_INVALID_POWER' }] });
    expect(
      groupSequentialPower({
        ...TARGET,
        spending: POCOCK,
        informationFractions: [1],
        drift: Number.NaN,
      }),
    ).toMatchObject({ problems: [{ code: 'ETUDE_STATS_INVALID_NUMBER' }] });
  });
});
