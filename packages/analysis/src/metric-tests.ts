import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import type { DirectedTest, SampleSummary, StatsResult } from '@etude/stats';
import {
  inferiorityTest,
  meanDifferenceTest,
  nonInferiorityTest,
  relativeLift,
  superiorityTest,
  varianceOfMean,
} from '@etude/stats';
import type {
  AdjustedDesign,
  Interval,
  MetricBound,
  MetricDifference,
  MetricLift,
} from './analysis-result';

/** Control and one treatment variant of a metric. */
export type ComparedSamples = {
  readonly control: SampleSummary;
  readonly treatment: SampleSummary;
};

/** Estimates and tests of one metric in one treatment variant. */
export type MetricTests = {
  readonly difference: MetricDifference;
  readonly lift: MetricLift | undefined;
  readonly bound: readonly MetricBound[];
};

const openEnds = ([from, to]: readonly [number, number]): Interval => [
  Number.isFinite(from) ? from : null,
  Number.isFinite(to) ? to : null,
];

/** The one-sided level that matters for a metric in its role. */
export const levelOf = (
  metric: ExperimentMetric,
  design: AdjustedDesign,
): number => {
  if (metric.role === 'success') return design.alphaSuccess;
  return metric.role === 'guardrail' && metric.nimRelative !== undefined
    ? design.alphaGuardrail
    : design.alphaDeterioration;
};

const boundOf = (
  kind: MetricBound['kind'],
  alpha: number,
  result: StatsResult<DirectedTest>,
): Result<MetricBound> => {
  if (!result.ok) return result;
  const { null: nullValue, statistic, pValue, significant, ci } = result.value;
  return ok({
    kind,
    nullValue,
    statistic,
    pValue,
    alpha,
    significant,
    ci: openEnds(ci),
  });
};

const boundsOf = (
  metric: ExperimentMetric,
  samples: ComparedSamples,
  design: AdjustedDesign,
): readonly Result<MetricBound>[] => {
  const { alphaSuccess, alphaGuardrail, alphaDeterioration } = design;
  const test = { ...samples, preferredDirection: metric.direction };
  const inferiority = boundOf(
    'inferiority',
    alphaDeterioration,
    inferiorityTest({ ...test, alpha: alphaDeterioration }),
  );
  if (metric.role === 'success') {
    const superiority = superiorityTest({ ...test, alpha: alphaSuccess });
    return [boundOf('superiority', alphaSuccess, superiority), inferiority];
  }
  const { nimRelative } = metric;
  if (metric.role === 'guardrail' && nimRelative !== undefined) {
    const safe = nonInferiorityTest({
      ...test,
      nimRelative,
      alpha: alphaGuardrail,
    });
    return [boundOf('non-inferiority', alphaGuardrail, safe), inferiority];
  }
  return [inferiority];
};

const liftOf = (
  { control, treatment }: ComparedSamples,
  alpha: number,
): MetricLift | undefined => {
  const estimated = (sample: SampleSummary) => ({
    mean: sample.mean,
    stdErr: Math.sqrt(varianceOfMean(sample)),
  });
  const result = relativeLift({
    control: estimated(control),
    treatment: estimated(treatment),
    alpha,
  });
  return result.ok
    ? { estimate: result.value.lift, ci: openEnds(result.value.ci) }
    : undefined;
};

/**
 * Everything the design asks of one metric in one treatment variant.
 *
 * Intervals to show are two-sided at twice the one-sided level of the metric,
 * so that their relevant end is the bound the decision uses. A lift is left
 * out when the control mean has none (0). Refuses with the reasons of the
 * statistics: fewer than two units in a variant, no variance.
 */
export const testMetric = (
  metric: ExperimentMetric,
  samples: ComparedSamples,
  design: AdjustedDesign,
): Result<MetricTests> => {
  const alpha = 2 * levelOf(metric, design);
  const shown = meanDifferenceTest({
    ...samples,
    alternative: 'two-sided',
    alpha,
  });
  if (!shown.ok) return shown;
  const bounds = boundsOf(metric, samples, design);
  const problems = bounds.flatMap(bound => (bound.ok ? [] : bound.problems));
  if (problems.length > 0) return { ok: false, problems };
  const { difference, stdErr, pValue, ci } = shown.value;
  return ok({
    difference: { estimate: difference, stdErr, ci: openEnds(ci), pValue },
    lift: liftOf(samples, alpha),
    bound: bounds.flatMap(bound => (bound.ok ? [bound.value] : [])),
  });
};
