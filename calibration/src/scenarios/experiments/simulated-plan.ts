import { planSampleSize } from '@etude/analysis';
import { EtudeError } from '@etude/kernel';
import type {
  ExperimentDesign,
  ExperimentMetric,
  ExperimentPlan,
  PlannedVariant,
} from '@etude/lifecycle';

/** Mean and variance of one unit of every metric without a change. */
export const BASELINE = { mean: 10, variance: 4 };

/** Planned effect of success metrics and margin of guardrails: 2 %. */
export const TARGET = 0.02;

const RATES = { alpha: 0.05, power: 0.8, plannedDays: 14 };

/** Designs of the simulated experiments. */
export const DESIGNS = {
  'fixed horizon': { kind: 'fixed-horizon', ...RATES },
  'fixed power': { kind: 'fixed-power', ...RATES },
  'fixed width of 2 %': { kind: 'fixed-width', ...RATES, widthRelative: 0.02 },
  'group sequential, 7 looks': {
    kind: 'group-sequential',
    ...RATES,
    plannedLooks: 7,
    spending: { kind: 'obrien-fleming' },
    overRun: 'rescale',
  },
  'always valid': { kind: 'always-valid', ...RATES },
} as const satisfies Readonly<Record<string, ExperimentDesign>>;

/** Two success metrics, two guardrails and one metric only watched. */
const METRICS: readonly ExperimentMetric[] = [
  ...['s1', 's2'].map(metricId => ({
    metricId,
    role: 'success' as const,
    direction: 'increase' as const,
    mdeRelative: TARGET,
  })),
  ...['g1', 'g2'].map(metricId => ({
    metricId,
    role: 'guardrail' as const,
    direction: 'increase' as const,
    nimRelative: TARGET,
  })),
  { metricId: 'd1', role: 'deterioration', direction: 'increase' },
];

/** The metrics of the plan, in its order. */
export const METRIC_IDS = METRICS.map(({ metricId }) => metricId);

/** What the calculator is asked. */
type SizedExperiment = {
  readonly metrics: readonly ExperimentMetric[];
  /** Mean and variance of one unit of each of them. */
  readonly baseline: { readonly mean: number; readonly variance: number };
  readonly variants: readonly PlannedVariant[];
  readonly design: ExperimentDesign;
};

/** The units over all variants that the shipped calculator asks for. */
export const requiredUnits = ({
  metrics,
  baseline,
  variants,
  design,
}: SizedExperiment): number => {
  const plan = planSampleSize({
    metrics: metrics
      .filter(({ role }) => role !== 'deterioration')
      .map(metric => ({
        ...metric,
        kind: 'average',
        baselineMean: baseline.mean,
        baselineVariance: baseline.variance,
      })),
    variants,
    alpha: design.alpha,
    power: design.power,
    design,
  });
  if (plan.ok) return plan.value.requiredUnits;
  throw new EtudeError(
    `The simulated experiment has no sample size: ${plan.problems.map(({ message }) => message).join(' ')} Mend its plan.`,
    { code: 'ETUDE_CALIBRATION_REFUSED', kind: 'bug' },
  );
};

/**
 * The plan of a simulated experiment, sized by the shipped calculator: alpha
 * 5 %, power 80 %, two weeks, variants of equal weight, `a` the control.
 */
export const simulatedPlan = (
  design: ExperimentDesign = DESIGNS['fixed horizon'],
  variantIds: readonly string[] = ['a', 'b'],
): ExperimentPlan => {
  const variants = variantIds.map(id => ({ id, weight: 1 }));
  return {
    hypothesis: 'It gets better.',
    entity: 'user',
    targetingKeySelector: 'targeting_key',
    assignment: { kind: 'flag', flagId: 'the-flag' },
    controlVariant: 'a',
    variants,
    audience: { conditions: [], proportion: 1, exclusivityTags: [] },
    metrics: [...METRICS],
    design,
    requiredUnits: requiredUnits({
      metrics: METRICS,
      baseline: BASELINE,
      variants,
      design,
    }),
  };
};
