import { boundaryCrossings } from '@etude/stats';
import { describe, expect, it } from 'vitest';
import { driftAt, testCost, testCosts } from './look-plan';
import { goal } from './plan-test-input';
import type { SizedHypothesis } from './sized-decision';
import { decisionCost } from './sized-decision';

const plan = {
  kind: 'group-sequential' as const,
  looks: 2,
  spending: { kind: 'pocock' as const },
};
const rates = { alpha: 0.05, power: 0.8 };

const hypothesis = (
  id: string,
  test: SizedHypothesis['test'],
  needed = 1_000,
): SizedHypothesis => ({
  id,
  metric: goal,
  baseline: { mean: 10, variance: 4 },
  test,
  ...rates,
  target: 0.02,
  fixed: { formula: needed, needed },
});
const leaf = (id: string) => ({ kind: 'hypothesis' as const, id });

// Chance of having crossed by look 1 and 2 of the two-look test, with the
// planned effect and without, from its boundary.
const crossed = () => {
  const cost = testCost(plan, rates);
  if (!cost.ok) throw new Error('no cost');
  const { boundary, inflation } = cost.value;
  const drift = driftAt(rates, 1_000 * inflation, 1_000);
  const chances = boundaryCrossings({ ...boundary, drifts: [0, drift] });
  if (!chances.ok) throw new Error('no chances');
  const [still = [], moved = []] = chances.value;
  return { still: still[0] ?? 0, moved: moved[0] ?? 0, inflation };
};
const costOf = (
  hypotheses: readonly SizedHypothesis[],
  tree: Parameters<typeof decisionCost>[1],
) => {
  const cost = decisionCost(hypotheses, tree, plan);
  if (!cost.ok) throw new Error(JSON.stringify(cost.problems));
  return cost.value;
};

describe('units of a decision with a look at the half', () => {
  it('one test: half of the units are saved when it crosses there', () => {
    const { still, moved, inflation } = crossed();
    const cost = costOf([hypothesis('h', 'superiority')], leaf('h'));
    expect(cost.maximumUnits).toBeCloseTo(1_000 * inflation, 6);
    expect(cost.shareUnderEffect).toBeCloseTo(1 - moved / 2, 9);
    expect(cost.shareUnderNull).toBeCloseTo(1 - still / 2, 9);
    expect(moved).toBeGreaterThan(10 * still);
  });

  it('all of two tests: both have to have crossed', () => {
    const { still, moved } = crossed();
    const both = [
      hypothesis('h', 'superiority'),
      hypothesis('i', 'superiority'),
    ];
    const children = [leaf('h'), leaf('i')];
    const all = costOf(both, { kind: 'all', children });
    expect(all.shareUnderEffect).toBeCloseTo(1 - moved ** 2 / 2, 9);
    expect(all.shareUnderNull).toBeCloseTo(1 - still ** 2 / 2, 9);
    const any = costOf(both, { kind: 'any', children });
    expect(any.shareUnderEffect).toBeCloseTo(1 - (1 - (1 - moved) ** 2) / 2, 9);
    expect(any.shareUnderNull).toBeCloseTo(1 - (1 - (1 - still) ** 2) / 2, 9);
  });

  it('a guardrail passes without an effect, because nothing moved', () => {
    const { still, moved } = crossed();
    const tests = [
      hypothesis('h', 'superiority'),
      hypothesis('g', 'non-inferiority'),
    ];
    const cost = costOf(tests, {
      kind: 'all',
      children: [leaf('h'), leaf('g')],
    });
    expect(cost.shareUnderNull).toBeCloseTo(1 - (still * moved) / 2, 9);
    expect(cost.shareUnderEffect).toBeCloseTo(1 - moved ** 2 / 2, 9);
  });

  it('a test nobody can size is never expected to cross', () => {
    const cost = costOf([hypothesis('h', 'superiority')], {
      kind: 'all',
      children: [leaf('h'), leaf('unsized')],
    });
    expect(cost.shareUnderEffect).toBe(1);
  });

  it('the largest need of any test is that of the decision', () => {
    const { inflation } = crossed();
    const tests = [
      hypothesis('h', 'superiority', 400),
      hypothesis('i', 'superiority', 1_000),
    ];
    const cost = costOf(tests, {
      kind: 'any',
      children: [leaf('h'), leaf('i')],
    });
    expect(cost.maximumUnits).toBeCloseTo(1_000 * inflation, 6);
    expect(cost.hypotheses.map(({ units }) => units / inflation)).toEqual([
      expect.closeTo(400, 9),
      expect.closeTo(1_000, 9),
    ]);
  });

  it('one look is all of them', () => {
    const cost = decisionCost([hypothesis('h', 'superiority')], leaf('h'), {
      kind: 'once',
    });
    expect(cost).toMatchObject({
      ok: true,
      value: { maximumUnits: 1_000, shareUnderNull: 1, shareUnderEffect: 1 },
    });
  });

  it('is refused where a test has no bound', () => {
    const none = { ...hypothesis('h', 'superiority'), alpha: 2 };
    expect(decisionCost([none], leaf('h'), plan).ok).toBe(false);
    expect(
      testCost({ kind: 'always-valid' }, { alpha: 0.6, power: 0.9 }).ok,
    ).toBe(false);
  });
});

describe('power by drift', () => {
  it('is Φ(drift − z_α) of one look', () => {
    const cost = testCost({ kind: 'once' }, rates);
    const power = cost.ok ? cost.value.power() : cost;
    // Φ(2.486475 − 1.644854) = 0.8.
    expect(power.ok && power.value(2.4864748604)).toBeCloseTo(0.8, 9);
    expect(power.ok && power.value(0)).toBeCloseTo(0.05, 12);
  });

  it('of a sequential test begins at alpha, has its power and never falls', () => {
    const cost = testCost(plan, rates);
    const power = cost.ok ? cost.value.power() : cost;
    if (!cost.ok || !power.ok) throw new Error('no power');
    const drift = driftAt(rates, cost.value.inflation, 1);
    expect(power.value(0)).toBeCloseTo(0.05, 6);
    expect(Math.abs(power.value(drift) - 0.8)).toBeLessThan(2e-4);
    const values = Array.from({ length: 60 }, (_, k) => power.value(k / 8));
    expect(values.toSorted((a, b) => a - b)).toEqual(values);
    expect(values.at(-1)).toBeCloseTo(1, 5);
    // Below no effect it is that of none; it is not made up.
    expect(power.value(-1)).toBeLessThan(0.05);
  });

  it('is solved once for a level and power', () => {
    const costOfRates = testCosts(plan);
    const first = costOfRates(rates);
    expect(costOfRates({ ...rates })).toBe(first);
    expect(costOfRates({ ...rates, power: 0.9 })).not.toBe(first);
    expect(first.ok && first.value.power()).toBe(
      first.ok && first.value.power(),
    );
  });
});
