import type { DecisionRuleNode } from '@etude/lifecycle';
import type { ThreeValued } from '@etude/stats';
import { evaluateDecision } from '@etude/stats';
import { decisionNodeOf, hypothesisId, leavesOf } from '../adjusted-design';
import type { Condition, MetricResult } from '../analysis-result';
import { formatShare } from '../format-number';
import { guardrailCondition, successCondition } from './metric-conditions';

type Leaf = ReturnType<typeof leavesOf>[number];

const resultOf = (
  { metricId }: Leaf,
  results: readonly MetricResult[],
): MetricResult | undefined =>
  results.find(result => result.metricId === metricId);

const leafCondition = (
  leaf: Leaf,
  results: readonly MetricResult[],
): Condition => {
  const result = resultOf(leaf, results);
  if (result === undefined) {
    return {
      holds: null,
      sentence: `${leaf.metricId} is part of the decision rule, but has no result.`,
    };
  }
  return leaf.test === 'superiority'
    ? successCondition([result])
    : guardrailCondition(result);
};

const outcomesOf = (
  root: DecisionRuleNode,
  results: readonly MetricResult[],
): Readonly<Record<string, ThreeValued>> =>
  Object.fromEntries(
    leavesOf(root).map(leaf => [
      hypothesisId(leaf),
      leafCondition(leaf, results).holds,
    ]),
  );

const phraseOf = (
  node: DecisionRuleNode,
  results: readonly MetricResult[],
): string => {
  if (node.kind !== 'hypothesis') {
    const parts = node.children.map(child => phraseOf(child, results));
    const joint = node.kind === 'any' ? ' or ' : ' and ';
    return parts.length === 1 ? parts.join('') : `(${parts.join(joint)})`;
  }
  const result = resultOf(node, results);
  const name = result?.name ?? node.metricId;
  return node.test === 'superiority'
    ? `${name} better`
    : `${name} within ${formatShare(result?.nimRelative ?? Number.NaN)}`;
};

const groupCondition = (
  node: Exclude<DecisionRuleNode, Leaf>,
  results: readonly MetricResult[],
): Condition => {
  const evaluation = evaluateDecision(
    decisionNodeOf(node),
    outcomesOf(node, results),
  );
  const holds = evaluation.ok ? evaluation.value.holds : null;
  const phrase = phraseOf(node, results).replace(/^\((.*)\)$/s, '$1');
  if (holds === true) return { holds, sentence: `It holds that ${phrase}.` };
  return {
    holds,
    sentence:
      holds === false
        ? `It does not hold that ${phrase}.`
        : `It is not decided yet whether ${phrase}.`,
  };
};

/**
 * The conditions of a decision tree for one variant: what all have to hold
 * together is listed apart, alternatives are one condition. All of them hold
 * exactly when the tree does.
 */
export const treeConditions = (
  node: DecisionRuleNode,
  results: readonly MetricResult[],
): readonly Condition[] => {
  if (node.kind === 'hypothesis') return [leafCondition(node, results)];
  return node.kind === 'all'
    ? node.children.flatMap(child => treeConditions(child, results))
    : [groupCondition(node, results)];
};
