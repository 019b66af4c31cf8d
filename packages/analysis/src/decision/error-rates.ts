import type { ExperimentMetric, MetricRole } from '@etude/lifecycle';
import type { AdjustedDesign, MetricBound } from '../analysis-result';

type RatedMetric = {
  readonly metricId?: string | undefined;
  readonly role: MetricRole;
  readonly nimRelative?: number | undefined;
};

/**
 * The one-sided test by which a metric takes part in the decision: better,
 * within its margin, or, for all others, only not worse.
 */
export const mainTestOf = (
  metric: Pick<ExperimentMetric, 'role' | 'nimRelative'>,
): MetricBound['kind'] => {
  if (metric.role === 'success') return 'superiority';
  return metric.role === 'guardrail' && metric.nimRelative !== undefined
    ? 'non-inferiority'
    : 'inferiority';
};

/**
 * The design with the levels of one metric in the place of those by role:
 * they differ in a decision tree only.
 */
export const designOfMetric = (
  metric: RatedMetric,
  design: AdjustedDesign,
): AdjustedDesign => {
  const own = design.hypotheses?.find(
    ({ metricId }) => metricId === metric.metricId,
  );
  return own === undefined
    ? design
    : {
        ...design,
        alphaSuccess: own.alpha,
        alphaGuardrail: own.alpha,
        powerPerMetric: own.power,
      };
};

/** The one-sided level of the main test of a metric. */
export const levelOf = (
  metric: RatedMetric,
  design: AdjustedDesign,
): number => {
  const own = designOfMetric(metric, design);
  if (metric.role === 'success') return own.alphaSuccess;
  return metric.role === 'guardrail' && metric.nimRelative !== undefined
    ? own.alphaGuardrail
    : own.alphaDeterioration;
};
