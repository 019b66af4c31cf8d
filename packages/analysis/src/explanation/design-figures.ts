import type { AnalysisContext } from '../analysis-context';
import { leavesOf } from '../adjusted-design';
import type { ExplainedStep, FigureExplanation } from './figure-explanation';
import { input, step } from './figure-explanation';
import { SOURCES } from './sources';

const isStrict = ({ input: { plan } }: AnalysisContext): boolean =>
  plan.decisionRule?.kind === 'standard' &&
  plan.decisionRule.guarantee === 'strict';

const standardSteps = (context: AnalysisContext): readonly ExplainedStep[] => {
  const { design } = context;
  const beta = isStrict(context) ? '1 - power - alpha' : '1 - power';
  return [
    step(
      'power_per_metric',
      `1 - (${beta}) / max(guardrails + min(success, 1), 1)`,
      design.powerPerMetric,
    ),
    step('alpha_guardrail', 'alpha / variants', design.alphaGuardrail),
    step(
      'alpha_deterioration',
      'alpha / max(metrics, 1)',
      design.alphaDeterioration,
    ),
    step(
      'alpha_success',
      'alpha / (max(success, 1) * variants)',
      design.alphaSuccess,
    ),
  ];
};

const treeSteps = (
  { design }: AnalysisContext,
  leaves: number,
): readonly ExplainedStep[] => [
  ...(design.hypotheses ?? []).flatMap(({ metricId, test, alpha, power }) => [
    step(
      `alpha of ${test} of ${metricId}`,
      'alpha / variants, divided by the number of children at every "any" above it',
      alpha,
    ),
    step(
      `power of ${test} of ${metricId}`,
      '1 − (1 − power), divided by the number of children at every "all" above it',
      power,
    ),
  ]),
  step(
    'power_per_metric',
    `the largest of ${leaves} hypotheses`,
    design.powerPerMetric,
  ),
  step(
    'alpha_guardrail',
    'the strictest of non-inferiority',
    design.alphaGuardrail,
  ),
  step(
    'alpha_deterioration',
    'alpha / max(metrics, 1)',
    design.alphaDeterioration,
  ),
  step('alpha_success', 'the strictest of superiority', design.alphaSuccess),
];

/** The levels of the single tests, from the rates of the decision. */
export const designFigures = (
  context: AnalysisContext,
): readonly FigureExplanation[] => {
  const { plan } = context.input;
  const rule = plan.decisionRule;
  const success = plan.metrics.filter(({ role }) => role === 'success').length;
  const guardrails = plan.metrics.filter(
    ({ role, nimRelative }) =>
      role === 'guardrail' && nimRelative !== undefined,
  ).length;
  const isTree = rule?.kind === 'tree';
  return [
    {
      id: 'design/levels',
      title: 'Levels of the single tests',
      value: context.design.alphaSuccess,
      unit: 'level',
      formula: isTree
        ? 'At an "any" the level is divided by the number of children, at an "all" the risk of a miss; every metric is watched at α / metrics'
        : 'α / (S · C) for success metrics, α / C for guardrails with a margin, α / metrics for the watch over harm; power 1 − β / (G + min(S, 1))',
      inputs: [
        input('alpha', plan.design.alpha, 'Risk of shipping by mistake'),
        input('power', plan.design.power, 'Chance of shipping what is good'),
        input('variants', plan.variants.length - 1, 'Treatment variants (C)'),
        input('success', success, 'Success metrics (S)'),
        input('guardrails', guardrails, 'Guardrails with a margin (G)'),
        input('metrics', plan.metrics.length, 'Metrics watched for harm'),
      ],
      steps: isTree
        ? treeSteps(context, leavesOf(rule.root).length)
        : standardSteps(context),
      source: SOURCES.decisionRule,
      ...(isStrict(context)
        ? {
            note: 'Strict: the power lost to false alarms of the watch is paid for (union bound).',
          }
        : {}),
    },
  ];
};
