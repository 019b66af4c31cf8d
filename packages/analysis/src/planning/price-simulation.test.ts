import { groupSequentialDesign } from '@etude/stats';
import { describe, expect, it } from 'vitest';
import { goal, guard, planFor } from './plan-test-input';

const LOOKS = 4;
const REPLICATIONS = 20_000;

/** Standard normal numbers: Park & Miller 1988 and Box & Muller 1958. */
const seededNormal = (seed: number): (() => number) => {
  let state = seed;
  const uniform = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return () =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
};

// z of a metric at four even looks, each with `units / 4` more units over two
// even variants: a mean of 10, a variance of 4.
const pathOf = (
  normal: () => number,
  units: number,
  effect: number,
): readonly number[] => {
  let sum = 0;
  return Array.from({ length: LOOKS }, (_, k) => {
    sum += normal() + effect * Math.sqrt(units / LOOKS / 16);
    return sum / Math.sqrt(k + 1);
  });
};

// One success metric and one guardrail with a margin of 0.2, shipped at the
// first look at which both have crossed at any look so far.
const simulate = (success: number, units: number, seed: number) => {
  const normal = seededNormal(seed);
  const design = groupSequentialDesign({
    alpha: 0.05,
    sides: 1,
    power: 0.9,
    looks: LOOKS,
    spending: { kind: 'obrien-fleming' },
  });
  const bounds = design.ok ? design.value.z : [];
  const firstCrossing = (z: readonly number[]): number => {
    const look = z.findIndex((value, k) => value > (bounds[k] ?? NaN));
    return look < 0 ? LOOKS : look;
  };
  let [ships, looksTaken] = [0, 0];
  for (let i = 0; i < REPLICATIONS; i += 1) {
    const last = Math.max(
      firstCrossing(pathOf(normal, units, success)),
      firstCrossing(pathOf(normal, units, 0.2)),
    );
    if (last < LOOKS) ships += 1;
    looksTaken += Math.min(last + 1, LOOKS);
  }
  return {
    shipRate: ships / REPLICATIONS,
    meanUnits: (looksTaken / LOOKS / REPLICATIONS) * units,
  };
};

describe('the price of four looks, by simulation of the decision', () => {
  const { prices } = planFor({ metrics: [goal, guard] });
  const price = prices.find(({ looks }) => looks === LOOKS);
  const units = price?.maximumUnits ?? NaN;

  it('has the planned power and the expected units with the effect', () => {
    const found = simulate(0.2, units, 1);
    // Both at power 90 % and independent: 81 %
    expect(Math.abs(found.shipRate - 0.81)).toBeLessThan(0.01);
    const expected = price?.expectedUnitsUnderEffect ?? NaN;
    expect(Math.abs(found.meanUnits / expected - 1)).toBeLessThan(0.01);
  });

  it('ships by mistake less than alpha and takes nearly all units', () => {
    const found = simulate(0, units, 2);
    expect(found.shipRate).toBeLessThan(0.05);
    const expected = price?.expectedUnitsUnderNull ?? NaN;
    expect(Math.abs(found.meanUnits / expected - 1)).toBeLessThan(0.005);
  });
});
