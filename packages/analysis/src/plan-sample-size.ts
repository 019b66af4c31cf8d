import type { Problem, Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import type {
  MetricDirection,
  MetricRole,
  PlannedVariant,
} from '@etude/lifecycle';
import { adjustedDesign } from './adjusted-design';
import type { MetricInfo } from './analysis-input';
import type { AdjustedDesign } from './analysis-result';
import { needsPower, powerTargetOf, requiredPairUnits } from './required-units';

/** A metric of a plan with what history says of it. */
export type SampleSizeMetric = {
  readonly metricId: string;
  readonly role: MetricRole;
  readonly direction: MetricDirection;
  readonly kind: MetricInfo['type'];
  /** Mean and variance of one unit, with the metric's own window. */
  readonly baselineMean: number;
  readonly baselineVariance: number;
  readonly mdeRelative?: number | undefined;
  readonly nimRelative?: number | undefined;
};

export type PlanSampleSizeInput = {
  readonly metrics: readonly SampleSizeMetric[];
  readonly variants: readonly PlannedVariant[];
  /** Default: the first variant. */
  readonly controlVariant?: string | undefined;
  readonly alpha: number;
  readonly power: number;
  /** New units a day that would enter the experiment, all variants. */
  readonly unitsPerDay?: number | undefined;
};

/** Units are counted over all variants, each variant rounded up. */
export type SampleSizePlan = {
  readonly perMetric: readonly {
    readonly metricId: string;
    readonly units: number;
  }[];
  readonly requiredUnits: number;
  readonly days?: number;
  readonly design: AdjustedDesign;
  /** Metrics whose power cannot be planned, and what to do about it. */
  readonly notices: readonly Problem[];
};

const missingTarget = (metric: SampleSizeMetric, index: number): Problem => ({
  code: 'ETUDE_ANALYSIS_NO_POWER_TARGET',
  path: `metrics[${index}].mdeRelative`,
  message: `'${metric.metricId}' has no minimum detectable effect, so nobody can say how many units it needs: a result without a winner would teach nothing. Set the smallest change that would matter.`,
});

// Rounded up per variant: the weights decide how many units of the whole
// experiment one more unit in the compared pair costs.
const wholeExperimentUnits = (
  pairUnits: number,
  pairWeight: number,
  variants: readonly PlannedVariant[],
): number =>
  variants.reduce(
    (units, { weight }) => units + Math.ceil((pairUnits * weight) / pairWeight),
    0,
  );

const unitsOfMetric = (
  metric: SampleSizeMetric,
  input: PlanSampleSizeInput,
  design: AdjustedDesign,
): Result<number> | undefined => {
  const controlId = input.controlVariant ?? input.variants[0]?.id;
  const control = input.variants.find(({ id }) => id === controlId);
  const treatments = input.variants.filter(({ id }) => id !== controlId);
  let units = 0;
  for (const treatment of treatments) {
    const weights = [control?.weight ?? Number.NaN, treatment.weight] as const;
    const pair = requiredPairUnits(
      {
        ...metric,
        type: metric.kind,
        mean: metric.baselineMean,
        variance: metric.baselineVariance,
        allocation: weights,
      },
      design,
    );
    // The baseline is the same for all variants: one refusal tells it.
    if (pair === undefined || !pair.ok) return pair;
    const pairWeight = weights[0] + weights[1];
    units = Math.max(
      units,
      wholeExperimentUnits(pair.value, pairWeight, input.variants),
    );
  }
  return ok(units);
};

/**
 * Units an experiment needs so that its ship decision keeps alpha and power,
 * for the planner: the largest need of any success metric or guardrail with a
 * margin. `days` is there when `unitsPerDay` is known.
 *
 * Refuses with all reasons when a baseline cannot be used, and when no metric
 * has a target. A success metric without a target is a notice.
 */
export const planSampleSize = (
  input: PlanSampleSizeInput,
): Result<SampleSizePlan> => {
  if (input.variants.length < 2) {
    return refused({
      code: 'ETUDE_ANALYSIS_TOO_FEW_VARIANTS',
      path: 'variants',
      message: `The plan has ${input.variants.length} variants: a comparison needs the control and one other. Add a variant.`,
    });
  }
  const adjusted = adjustedDesign({
    ...input,
    treatmentVariants: input.variants.length - 1,
  });
  if (!adjusted.ok) return adjusted;
  const design = adjusted.value;
  const sized = input.metrics.map((metric, index) => ({
    metric,
    index,
    result: unitsOfMetric(metric, input, design),
  }));
  const problems = sized.flatMap(({ result, index }) =>
    result === undefined || result.ok
      ? []
      : result.problems.map(problem => ({
          ...problem,
          path: `metrics[${index}]${problem.path === undefined ? '' : `.${problem.path}`}`,
        })),
  );
  if (problems.length > 0) return { ok: false, problems };
  const perMetric = sized.flatMap(({ metric, result }) =>
    result?.ok ? [{ metricId: metric.metricId, units: result.value }] : [],
  );
  const notices = input.metrics.flatMap((metric, index) =>
    needsPower(metric) && powerTargetOf(metric) === undefined
      ? [missingTarget(metric, index)]
      : [],
  );
  if (perMetric.length === 0) {
    return refused(
      {
        code: 'ETUDE_ANALYSIS_NO_POWER_TARGET',
        path: 'metrics',
        message:
          'No metric says which effect or margin matters, so the number of units cannot be calculated. Set a minimum detectable effect on a success metric or a margin on a guardrail.',
      },
      ...notices,
    );
  }
  const requiredUnits = Math.max(...perMetric.map(({ units }) => units));
  const { unitsPerDay } = input;
  return ok({
    perMetric,
    requiredUnits,
    design,
    notices,
    ...(unitsPerDay !== undefined && unitsPerDay > 0
      ? { days: Math.ceil(requiredUnits / unitsPerDay) }
      : {}),
  });
};
