import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { DecisionNode } from '@etude/stats';
import { boundaryCrossings } from '@etude/stats';
import type { LookPlan, TestCost } from './look-plan';
import { driftAt, testCosts } from './look-plan';
import type { PlannedHypothesis } from './planned-hypotheses';
import type { ExactUnits } from './whole-experiment';

/** A test with the units one look needs, over all variants. */
export type SizedHypothesis = PlannedHypothesis & {
  readonly target: number;
  readonly fixed: ExactUnits;
};

/** A sized test in one look plan. */
export type CostedHypothesis = SizedHypothesis & {
  readonly cost: TestCost;
  /** Units over all variants at the latest end, before rounding. */
  readonly units: number;
};

/** What the decision needs in one look plan; units over all variants. */
export type DecisionCost = {
  readonly hypotheses: readonly CostedHypothesis[];
  readonly maximumUnits: number;
  /** Share of them seen on average at the end. */
  readonly shareUnderNull: number;
  readonly shareUnderEffect: number;
};

// Chance that each test has succeeded by each look, by id.
type Successes = ReadonlyMap<string, readonly number[]>;

const successBy = (
  node: DecisionNode,
  look: number,
  successes: Successes,
): number => {
  // A test without a target is no part of any expectation.
  if (node.kind === 'hypothesis') return successes.get(node.id)?.[look] ?? 0;
  const chances = node.children.map(child => successBy(child, look, successes));
  return node.kind === 'all'
    ? chances.reduce((all, chance) => all * chance, 1)
    : 1 - chances.reduce((none, chance) => none * (1 - chance), 1);
};

const shareAtEnd = (
  tree: DecisionNode,
  fractions: readonly number[],
  successes: Successes,
): number => {
  let [share, before] = [1, 0];
  fractions.forEach((fraction, look) => {
    const now = successBy(tree, look, successes);
    share -= (now - before) * (1 - fraction);
    before = now;
  });
  return share;
};

const runningSum = (values: readonly number[]): readonly number[] => {
  let total = 0;
  return values.map(value => (total += value));
};

const successesOf = (
  hypotheses: readonly CostedHypothesis[],
  units: number,
): Result<{
  readonly underNull: Successes;
  readonly underEffect: Successes;
}> => {
  const underNull = new Map<string, readonly number[]>();
  const underEffect = new Map<string, readonly number[]>();
  // A boundary depends on the level alone.
  const groups = Map.groupBy(hypotheses, ({ alpha }) => alpha);
  for (const group of groups.values()) {
    const boundary = group[0]?.cost.boundary;
    if (boundary === undefined) continue;
    const drifts = group.map(one => driftAt(one, units, one.fixed.needed));
    const crossings = boundaryCrossings({
      ...boundary,
      drifts: [0, ...drifts],
    });
    if (!crossings.ok) return crossings;
    const [still = [], ...moved] = crossings.value.map(runningSum);
    group.forEach(({ id, test }, i) => {
      const success = moved[i] ?? [];
      underEffect.set(id, success);
      // A guardrail passes because nothing moved.
      underNull.set(id, test === 'superiority' ? still : success);
    });
  }
  return ok({ underNull, underEffect });
};

const costed = (
  sized: readonly SizedHypothesis[],
  plan: LookPlan,
): Result<readonly CostedHypothesis[]> => {
  const costOf = testCosts(plan);
  const hypotheses: CostedHypothesis[] = [];
  for (const hypothesis of sized) {
    const cost = costOf(hypothesis);
    if (!cost.ok) return cost;
    const units = hypothesis.fixed.needed * cost.value.inflation;
    hypotheses.push({ ...hypothesis, cost: cost.value, units });
  }
  return ok(hypotheses);
};

/**
 * Units the decision needs in a look plan, at most and on average.
 *
 * At most: the largest need of any test. On average: the chance that the
 * decision tree has become true by each look, with the tests of one treatment
 * variant taken as independent; without an effect success metrics cross by
 * chance only, with it each of them moved by its MDE, and guardrails moved in
 * neither. The experiment is taken to end for that alone.
 */
export const decisionCost = (
  sized: readonly SizedHypothesis[],
  tree: DecisionNode,
  plan: LookPlan,
): Result<DecisionCost> => {
  const hypotheses = costed(sized, plan);
  if (!hypotheses.ok) return hypotheses;
  const maximumUnits = Math.max(...hypotheses.value.map(({ units }) => units));
  const once = { shareUnderNull: 1, shareUnderEffect: 1 };
  if (plan.kind === 'once') {
    return ok({ hypotheses: hypotheses.value, maximumUnits, ...once });
  }
  const successes = successesOf(hypotheses.value, maximumUnits);
  if (!successes.ok) return successes;
  const fractions =
    hypotheses.value[0]?.cost.boundary.informationFractions ?? [];
  const { underNull, underEffect } = successes.value;
  return ok({
    hypotheses: hypotheses.value,
    maximumUnits,
    shareUnderNull: shareAtEnd(tree, fractions, underNull),
    shareUnderEffect: shareAtEnd(tree, fractions, underEffect),
  });
};
