import { alwaysValidRequiredUnits } from '@etude/stats';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExperimentDesign } from '@etude/lifecycle';
import { goal, guard, planFor, rate } from './plan-test-input';
import type { DesignPrice } from './sample-size-plan';

const groupSequential = (
  plannedLooks: number,
  spending: Extract<
    ExperimentDesign,
    { kind: 'group-sequential' }
  >['spending'] = {
    kind: 'obrien-fleming',
  },
): ExperimentDesign => ({
  kind: 'group-sequential',
  alpha: 0.05,
  power: 0.8,
  plannedDays: 14,
  plannedLooks,
  spending,
  overRun: 'rescale',
});

const priceOf = (
  prices: readonly DesignPrice[],
  design: DesignPrice['design'],
  looks?: number,
): DesignPrice => {
  const price = prices.find(
    one =>
      one.design === design && (looks === undefined || one.looks === looks),
  );
  if (price === undefined) throw new Error(`no price of ${design} ${looks}`);
  return price;
};

const rel = (found: number, expected: number): number =>
  Math.abs(found / expected - 1);

describe('prices of one metric against rpact 3.3.4', () => {
  // getDesignCharacteristics(getDesignGroupSequential(kMax = k, alpha = 0.05,
  // beta = 0.2, sided = 1, typeOfDesign = "asOF")): inflation, ASN under H1
  // and H0, relative to the fixed 2,473.02 units; rpact's own accuracy falls
  // beyond ten looks
  it.each([
    [4, 1.02887418, 0.82186764, 1.02134069],
    [14, 1.05516875, 0.77051392, 1.04331342],
  ])('%i looks', (looks, inflation, underEffect, underNull) => {
    const { prices } = planFor();
    const price = priceOf(prices, 'group-sequential', looks);
    expect(rel(price.inflation, inflation)).toBeLessThan(3e-6);
    expect(
      rel(price.expectedUnitsUnderEffect, underEffect * 2_473.02),
    ).toBeLessThan(1e-3);
    expect(
      rel(price.expectedUnitsUnderNull, underNull * 2_473.02),
    ).toBeLessThan(1e-3);
  });

  it('Pocock type, alpha 2.5 %, power 90 %, 5 looks: 1.19233, 0.68402', () => {
    const { prices, requiredUnits } = planFor({
      alpha: 0.025,
      power: 0.9,
      design: groupSequential(5, { kind: 'pocock' }),
    });
    const price = priceOf(prices, 'group-sequential', 5);
    expect(rel(price.inflation, 1.19233172)).toBeLessThan(1e-6);
    expect(price.maximumUnits).toBe(requiredUnits);
    expect(
      rel(
        price.expectedUnitsUnderEffect / requiredUnits,
        0.68401679 / 1.19233172,
      ),
    ).toBeLessThan(1e-3);
  });
});

describe('prices: laws', () => {
  it('one look of a group sequential test is the fixed horizon', () => {
    const { requiredUnits } = planFor({ design: groupSequential(1) });
    expect(requiredUnits).toBe(planFor().requiredUnits);
  });

  it('fixed ≤ group sequential ≤ always valid at most, and the reverse order saves on average', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.1, noNaN: true }),
        fc.double({ min: 0.6, max: 0.95, noNaN: true }),
        fc.boolean(),
        (alpha, power, hasGuard) => {
          const { prices } = planFor({
            alpha,
            power,
            metrics: hasGuard ? [rate, guard] : [rate],
          });
          const fixed = priceOf(prices, 'fixed-horizon');
          const weekly = priceOf(prices, 'group-sequential', 4);
          const daily = priceOf(prices, 'group-sequential', 14);
          const always = priceOf(prices, 'always-valid');
          const most = [fixed, weekly, daily, always].map(p => p.maximumUnits);
          expect([...most].sort((a, b) => a - b)).toEqual(most);
          expect(fixed.inflation).toBe(1);
          for (const price of prices) {
            expect(price.expectedUnitsUnderEffect).toBeLessThanOrEqual(
              price.expectedUnitsUnderNull,
            );
            expect(price.expectedUnitsUnderNull).toBeLessThanOrEqual(
              price.maximumUnits,
            );
          }
        },
      ),
      { seed: 1, numRuns: 12 },
    );
  });

  it('the plan needs what its own design is priced at', () => {
    const metrics = [goal, guard];
    const own = planFor({ metrics, design: groupSequential(6) });
    expect(own.requiredUnits).toBe(
      priceOf(own.prices, 'group-sequential', 6).maximumUnits,
    );
    const always = planFor({
      metrics,
      design: {
        kind: 'always-valid',
        alpha: 0.05,
        power: 0.8,
        plannedDays: 14,
      },
    });
    expect(always.requiredUnits).toBe(
      priceOf(always.prices, 'always-valid').maximumUnits,
    );
  });

  it('always valid costs what its sequence needs, tuned at the latest end', () => {
    const price = priceOf(planFor().prices, 'always-valid');
    const size = alwaysValidRequiredUnits({
      alpha: 0.05,
      sides: 1,
      power: 0.8,
      varianceControl: 4,
      effect: 0.2,
      tuningN: price.inflation * 2_473.0228,
      looks: 28,
    });
    if (!size.ok) throw new Error(JSON.stringify(size.problems));
    const { inflationFactor, expectedTotalUnderEffect } = size.value;
    expect(rel(price.inflation, inflationFactor)).toBeLessThan(1e-6);
    expect(
      rel(price.expectedUnitsUnderEffect, expectedTotalUnderEffect),
    ).toBeLessThan(1e-3);
  });

  it('a group sequential plan is consistent at its own effect', () => {
    const design = groupSequential(5, { kind: 'pocock' });
    const plan = planFor({ metrics: [rate], design });
    const [own] = plan.perMetric;
    expect(own?.poweredEffectRelative?.toFixed(4)).toBe('0.1000');
    expect(plan.sensitivity[2]?.units).toBe(plan.requiredUnits);
  });

  it('a guardrail has to pass as well, so that the decision takes longer', () => {
    // Alone at its level of the joint decision: alpha 5 %, power 90 %
    const alone = planFor({ power: 0.9 });
    const both = planFor({ metrics: [goal, guard] });
    const [one, two] = [alone, both].map(({ prices }) =>
      priceOf(prices, 'group-sequential', 14),
    );
    expect(two?.maximumUnits).toBe(one?.maximumUnits);
    expect(two?.expectedUnitsUnderEffect).toBeGreaterThan(
      one?.expectedUnitsUnderEffect ?? Infinity,
    );
  });

  it('has a notice in place of a price that does not exist', () => {
    const { prices, notices } = planFor({ alpha: 0.6, power: 0.9 });
    expect(prices.map(({ design }) => design)).not.toContain('always-valid');
    expect(notices).toMatchObject([
      { code: 'ETUDE_STATS_INVALID_ALPHA', path: 'prices' },
    ]);
  });

  it('says weekly and daily when it knows the days', () => {
    const { prices } = planFor({ unitsPerDay: 200 });
    // 2,474 units: 13 days, two weeks
    expect(prices.map(({ label }) => label)).toEqual([
      'Fixed horizon',
      'Fixed power',
      'Group sequential, 2 looks, weekly',
      'Group sequential, 13 looks, daily',
      'Always valid',
    ]);
    expect(priceOf(prices, 'fixed-horizon').sentence).toBe(
      'One look, at the end: 2,474 units, 13 days. The fewest units for a sure answer; effects stay closed until then.',
    );
    expect(priceOf(prices, 'group-sequential', 2).sentence).toMatch(
      /^2 looks, each of which may settle the decision: 2,\d{3} units, \d+ days, on average if the effects are there; at most 2,\d{3} units, 13 days, 0\.\d+ % more than one look\.$/,
    );
  });
});
