import type {
  AnalysisResult,
  Breakdown,
  MetricAdjustment,
  MetricBound,
  MetricDifference,
  MetricPrecision,
  MetricResult,
  MetricSequence,
  VariantSummary,
} from '@etude/analysis';
import type { Problem } from '@etude/kernel';
import type { TableAnalysis } from './analyze-table';

const testDocument = (test: MetricBound) => ({
  kind: test.kind,
  nullValue: test.nullValue,
  statistic: test.statistic,
  pValue: test.pValue,
  alpha: test.alpha,
  significant: test.significant,
  interval: test.ci,
});

/** Two-sided level of the shown intervals: twice the metric's own level. */
const intervalLevel = (
  { role, nimRelative }: MetricResult,
  { design }: AnalysisResult,
): number => {
  if (role === 'success') return 1 - 2 * design.alphaSuccess;
  return nimRelative === undefined
    ? 1 - 2 * design.alphaDeterioration
    : 1 - 2 * design.alphaGuardrail;
};

const summaryDocument = ({ n, mean }: VariantSummary) => ({ units: n, mean });

const differenceDocument = (difference: MetricDifference) => ({
  estimate: difference.estimate,
  stdErr: difference.stdErr,
  interval: difference.ci,
  pValue: difference.pValue,
});

const problemDocument = (problem: Problem | undefined) =>
  problem === undefined
    ? null
    : { code: problem.code, message: problem.message };

const effectsDocument = ({
  control,
  treatment,
  difference,
  lift,
  liftProblem,
}: Pick<
  MetricResult,
  'control' | 'treatment' | 'difference' | 'lift' | 'liftProblem'
>) => ({
  control: control === undefined ? null : summaryDocument(control),
  treatment: treatment === undefined ? null : summaryDocument(treatment),
  difference: difference === undefined ? null : differenceDocument(difference),
  lift:
    lift === undefined
      ? null
      : {
          estimate: lift.estimate,
          interval: lift.ci,
          method: lift.method ?? 'delta',
        },
  liftProblem: problemDocument(liftProblem),
});

const sequenceDocument = (sequence: MetricSequence) => ({
  method: sequence.method,
  look: sequence.look,
  informationFraction: sequence.informationFraction,
  criticalValue: sequence.criticalValue,
  runningP: sequence.runningP,
});

const precisionDocument = (precision: MetricPrecision) => ({
  currentPower: precision.currentPower,
  poweredEffectRelative: precision.poweredEffectRelative,
  widthRelative: precision.widthRelative ?? null,
});

const adjustmentDocument = (adjustment: MetricAdjustment) => ({
  covariates: adjustment.covariates,
  dropped: adjustment.dropped,
  varianceReduction: adjustment.varianceReduction,
  unadjusted: differenceDocument(adjustment.unadjusted),
});

// Both without covariates: what clusters alone do.
const designEffectOf = (
  { metricId, variant, difference, adjustment }: MetricResult,
  { members }: TableAnalysis,
): number | null => {
  const asMembers = members?.metrics.find(
    other => other.metricId === metricId && other.variant === variant,
  )?.difference;
  const asClusters = adjustment?.unadjusted ?? difference;
  return asMembers === undefined || asClusters === undefined
    ? null
    : (asClusters.stdErr / asMembers.stdErr) ** 2;
};

/** One metric in one treatment variant at the last look. */
export const metricDocument = (
  metric: MetricResult,
  analysis: TableAnalysis,
) => ({
  name: metric.name,
  role: metric.role,
  direction: metric.direction,
  variant: metric.variant,
  status: metric.status,
  outcome: metric.outcome,
  sentence: metric.sentence,
  problem: problemDocument(metric.problem),
  intervalLevel: intervalLevel(metric, analysis.result),
  ...effectsDocument(metric),
  tests: (metric.bound ?? []).map(testDocument),
  sequence:
    metric.sequence === undefined ? null : sequenceDocument(metric.sequence),
  precision:
    metric.precision === undefined ? null : precisionDocument(metric.precision),
  adjustment:
    metric.adjustment === undefined
      ? null
      : adjustmentDocument(metric.adjustment),
  designEffect: designEffectOf(metric, analysis),
  units: metric.units ?? null,
  requiredUnits: metric.requiredUnits ?? null,
  powered: metric.powered ?? null,
});

/** A metric within one value of a dimension. */
export const breakdownDocument = (breakdown: Breakdown) => ({
  dimension: breakdown.dimension,
  value: breakdown.value,
  name: breakdown.metricId,
  variant: breakdown.variant,
  ...effectsDocument(breakdown),
  adjustedPValue: breakdown.adjustedPValue ?? null,
  problem: problemDocument(breakdown.problem),
});
