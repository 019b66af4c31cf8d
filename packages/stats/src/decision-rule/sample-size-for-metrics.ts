import { checkPositive, zeroDenominator } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { SampleSize, Sides } from '../sample-size/required-sample-size';
import { requiredSampleSize } from '../sample-size/required-sample-size';
import type {
  DecisionRuleDesign,
  DecisionRuleInput,
} from './decision-rule-design';
import { decisionRuleDesign } from './decision-rule-design';

/** A metric that has to be powered for the decision. */
export type PoweredMetric = {
  readonly name: string;
  readonly role: 'success' | 'guardrail';
  readonly mean: number;
  /** Variance of one unit in the control, after CUPED if that is used. */
  readonly variance: number;
  readonly varianceTreatment?: number;
  /** MDE of a success metric, margin of a guardrail, above 0. */
  readonly effectRelative: number;
};

/** The metrics of a decision rule, with its error rates. */
export type MetricsSampleSizeInput = Omit<
  DecisionRuleInput,
  'successMetrics' | 'guardrailsWithNim'
> & {
  readonly metrics: readonly PoweredMetric[];
  readonly sides: Sides;
  readonly allocation?: readonly [control: number, treatment: number];
};

/** Units needed per metric and by the decision as a whole. */
export type MetricsSampleSize = {
  readonly design: DecisionRuleDesign;
  readonly perMetric: readonly (SampleSize & { readonly name: string })[];
  /** The largest `totalExact`: one comparison's units over both variants. */
  readonly requiredTotalExact: number;
};

const checkMetric = (
  metric: PoweredMetric,
  index: number,
): readonly StatsProblem[] => [
  ...checkPositive(metric.effectRelative, `metrics[${index}].effectRelative`),
  ...(metric.mean === 0 ? [zeroDenominator(`metrics[${index}].mean`)] : []),
];

const sized = (
  metric: PoweredMetric,
  design: DecisionRuleDesign,
  input: MetricsSampleSizeInput,
): StatsResult<SampleSize> =>
  requiredSampleSize({
    alpha:
      metric.role === 'success' ? design.alphaSuccess : design.alphaGuardrail,
    sides: metric.role === 'success' ? input.sides : 1,
    power: design.powerPerMetric,
    varianceControl: metric.variance,
    varianceTreatment: metric.varianceTreatment ?? metric.variance,
    effect: metric.effectRelative * Math.abs(metric.mean),
    allocation: input.allocation ?? [1, 1],
  });

/**
 * Units needed so that the decision rule holds its error rates: the maximum
 * over success metrics and guardrails, each at its adjusted level and power.
 *
 * {@link decisionRuleDesign} and {@link requiredSampleSize}. Guardrails are
 * tested one-sided, success metrics with `sides`.
 */
export const requiredSampleSizeForMetrics = (
  input: MetricsSampleSizeInput,
): StatsResult<MetricsSampleSize> => {
  const count = (role: PoweredMetric['role']): number =>
    input.metrics.filter(metric => metric.role === role).length;
  const design = decisionRuleDesign({
    ...input,
    successMetrics: count('success'),
    guardrailsWithNim: count('guardrail'),
  });
  const metricProblems = input.metrics.flatMap(checkMetric);
  if (!design.ok) {
    return { ok: false, problems: [...design.problems, ...metricProblems] };
  }
  const refusal = refusalOf(metricProblems);
  if (refusal) return refusal;
  const perMetric: (SampleSize & { readonly name: string })[] = [];
  const problems: StatsProblem[] = [];
  for (const metric of input.metrics) {
    const size = sized(metric, design.value, input);
    if (size.ok) perMetric.push({ ...size.value, name: metric.name });
    else problems.push(...size.problems);
  }
  return (
    refusalOf(problems) ??
    computed({
      design: design.value,
      perMetric,
      requiredTotalExact: Math.max(...perMetric.map(size => size.totalExact)),
    })
  );
};
