import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type {
  DecisionRule,
  DecisionRuleNode,
  MetricRole,
} from '@etude/lifecycle';
import type { DecisionNode } from '@etude/stats';
import { allocateErrorRates, decisionRuleDesign } from '@etude/stats';
import type { AdjustedDesign, HypothesisLevel } from './analysis-result';

/** What the levels of the single tests depend on. */
export type DecisionFamily = {
  readonly metrics: readonly {
    readonly role: MetricRole;
    readonly nimRelative?: number | undefined;
  }[];
  readonly treatmentVariants: number;
  readonly alpha: number;
  readonly power: number;
  /** Default: the standard rule with its default guarantee. */
  readonly decisionRule?: DecisionRule | undefined;
};

type Leaf = Extract<DecisionRuleNode, { readonly kind: 'hypothesis' }>;

/** The name of a leaf of a decision tree within `@etude/stats`. */
export const hypothesisId = ({
  metricId,
  test,
}: Pick<Leaf, 'metricId' | 'test'>): string => `${test} ${metricId}`;

/** The leaves of a decision tree, each metric and test once. */
export const leavesOf = (root: DecisionRuleNode): readonly Leaf[] => {
  const leaves = new Map<string, Leaf>();
  const visit = (node: DecisionRuleNode): void => {
    if (node.kind === 'hypothesis') leaves.set(hypothesisId(node), node);
    else node.children.forEach(visit);
  };
  visit(root);
  return [...leaves.values()];
};

/** A decision tree of a plan as `@etude/stats` reads it. */
export const decisionNodeOf = (node: DecisionRuleNode): DecisionNode =>
  node.kind === 'hypothesis'
    ? { kind: 'hypothesis', id: hypothesisId(node) }
    : { kind: node.kind, children: node.children.map(decisionNodeOf) };

const treeDesign = (
  root: DecisionRuleNode,
  family: DecisionFamily,
): Result<AdjustedDesign> => {
  const { alpha, power, treatmentVariants, metrics } = family;
  const rates = allocateErrorRates(decisionNodeOf(root), {
    alpha,
    power,
    treatmentVariants,
  });
  if (!rates.ok) return rates;
  const hypotheses = leavesOf(root).map((leaf): HypothesisLevel => {
    const { metricId, test } = leaf;
    const own = rates.value[hypothesisId(leaf)];
    return {
      metricId,
      test,
      alpha: own?.alpha ?? Number.NaN,
      power: own?.power ?? Number.NaN,
    };
  });
  const strictest = (test: HypothesisLevel['test']): number =>
    Math.min(
      alpha / treatmentVariants,
      ...hypotheses
        .filter(hypothesis => hypothesis.test === test)
        .map(hypothesis => hypothesis.alpha),
    );
  return ok({
    alphaSuccess: strictest('superiority'),
    alphaGuardrail: strictest('non-inferiority'),
    alphaDeterioration: alpha / Math.max(metrics.length, 1),
    powerPerMetric: Math.max(...hypotheses.map(({ power: own }) => own)),
    hypotheses,
  });
};

const standardDesign = (
  family: DecisionFamily,
  guarantee: 'default' | 'strict',
): Result<AdjustedDesign> => {
  const { metrics } = family;
  const success = metrics.filter(({ role }) => role === 'success').length;
  const withNim = metrics.filter(
    ({ role, nimRelative }) =>
      role === 'guardrail' && nimRelative !== undefined,
  ).length;
  const watched = metrics.length - success - withNim;
  const isWatchOnly = success + withNim === 0;
  const result = decisionRuleDesign({
    rule: 2,
    successMetrics: isWatchOnly ? 1 : success,
    guardrailsWithNim: withNim,
    extraDeteriorationMetrics: isWatchOnly ? Math.max(0, watched - 1) : watched,
    treatmentVariants: family.treatmentVariants,
    alpha: family.alpha,
    power: family.power,
    guarantee,
  });
  if (!result.ok) {
    // Its level is derived from alpha, so its problem only repeats alpha's.
    const problems = result.problems.filter(
      ({ path }) => path !== 'alphaDeterioration',
    );
    return { ok: false, problems };
  }
  const { alphaSuccess, alphaGuardrail, powerPerMetric } = result.value;
  return ok({
    alphaSuccess,
    alphaGuardrail,
    // Rule 2 always has it.
    alphaDeterioration: result.value.alphaDeterioration ?? Number.NaN,
    powerPerMetric,
  });
};

/**
 * Levels and power of the single tests that keep the error rates of the ship
 * decision: decision rule 2 with its default or strict guarantee, or a
 * decision tree, whose hypotheses each have their own.
 *
 * A guardrail without a margin counts as a deterioration metric. A plan
 * without any metric that could ship still watches for harm: its levels are
 * those of one success metric that is not there.
 *
 * Refuses rates outside (0, 1), a family without a metric or variant, a
 * strict guarantee that leaves no power, and groups of nothing.
 */
export const adjustedDesign = (
  family: DecisionFamily,
): Result<AdjustedDesign> => {
  const rule = family.decisionRule ?? {
    kind: 'standard',
    guarantee: 'default',
  };
  return rule.kind === 'tree'
    ? treeDesign(rule.root, family)
    : standardDesign(family, rule.guarantee);
};
