import type { Problem } from '@etude/kernel';
import type { DecisionRuleNode } from './decision-rule';
import type { ExperimentMetric, ExperimentPlan } from './experiment-plan';
import { planProblem } from './plan-problems';

// Less than this is left by rounding only.
const LEAST_RATE = 1e-9;

type Leaf = Extract<DecisionRuleNode, { readonly kind: 'hypothesis' }>;

const checkLeaf = (
  { metricId, test }: Leaf,
  path: string,
  metrics: readonly ExperimentMetric[],
): readonly Problem[] => {
  const metric = metrics.find(candidate => candidate.metricId === metricId);
  if (metric === undefined) {
    return [
      planProblem(
        'UNKNOWN_RULE_METRIC',
        `${path}.metricId`,
        `The decision rule asks for '${metricId}', which is not among the metrics of the plan. Add it with its role, or take it out of the rule.`,
      ),
    ];
  }
  if (test === 'superiority') {
    return metric.role === 'success'
      ? []
      : [
          planProblem(
            'RULE_NEEDS_SUCCESS',
            path,
            `The decision rule asks that '${metricId}' gets better, but its role is ${metric.role}. Make it a success metric, or ask that it stays within its margin.`,
          ),
        ];
  }
  return metric.role === 'guardrail' && metric.nimRelative !== undefined
    ? []
    : [
        planProblem(
          'RULE_NEEDS_MARGIN',
          path,
          `The decision rule asks that '${metricId}' stays within its margin, but it is ${metric.role === 'guardrail' ? 'a guardrail without one' : `a ${metric.role} metric`}. Make it a guardrail with a margin, or take it out of the rule.`,
        ),
      ];
};

const checkNode = (
  node: DecisionRuleNode,
  path: string,
  metrics: readonly ExperimentMetric[],
): readonly Problem[] => {
  if (node.kind === 'hypothesis') return checkLeaf(node, path, metrics);
  return node.children.length === 0
    ? [
        planProblem(
          'EMPTY_RULE',
          `${path}.children`,
          `The decision rule has a group '${node.kind}' of nothing: it can neither hold nor fail. Add a metric, or remove the group.`,
        ),
      ]
    : node.children.flatMap((child, index) =>
        checkNode(child, `${path}.children[${index}]`, metrics),
      );
};

const metricsOf = (node: DecisionRuleNode): readonly string[] =>
  node.kind === 'hypothesis'
    ? [node.metricId]
    : node.children.flatMap(metricsOf);

// A metric that could decide and does not would be tested at no level.
const checkLeftOut = (
  root: DecisionRuleNode,
  metrics: readonly ExperimentMetric[],
): readonly Problem[] => {
  const named = metricsOf(root);
  return metrics.flatMap(({ metricId, role, nimRelative }, index) => {
    const canDecide =
      role === 'success' || (role === 'guardrail' && nimRelative !== undefined);
    return !canDecide || named.includes(metricId)
      ? []
      : [
          planProblem(
            'LEFT_OUT_OF_RULE',
            `metrics[${index}].role`,
            `'${metricId}' is a ${role === 'success' ? 'success metric' : 'guardrail with a margin'}, but the decision rule does not ask for it. Add it to the rule, or make it a deterioration metric.`,
          ),
        ];
  });
};

/** Problems of the rule by which a variant ships. */
export const checkDecisionRule = (plan: ExperimentPlan): readonly Problem[] => {
  const { decisionRule: rule, design, metrics } = plan;
  if (rule === undefined) return [];
  if (rule.kind === 'tree') {
    return [
      ...checkNode(rule.root, 'decisionRule.root', metrics),
      ...checkLeftOut(rule.root, metrics),
    ];
  }
  const left = 1 - design.power - design.alpha;
  return rule.guarantee === 'default' || !(left <= LEAST_RATE)
    ? []
    : [
        planProblem(
          'UNREACHABLE_POWER',
          'decisionRule.guarantee',
          `The strict guarantee pays for false alarms at a rate of ${design.alpha} out of the ${Number((1 - design.power).toPrecision(6))} that 1 − power is: no number of units reaches a power of ${design.power}. Lower the power or the false-positive rate, or use the default guarantee.`,
        ),
      ];
};
