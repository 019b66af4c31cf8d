import type {
  AnalysisResult,
  HealthCheck,
  MetricBound,
  MetricResult,
  Recommendation,
} from '@etude/analysis';
import type { Verdict } from '@etude/lifecycle';
import type { TrafficRow } from '@etude/metrics';
import type { TableAnalysis, TableExperiment } from './analyze-table';

/** Name and version of the document that `--json` prints. */
export const ANALYSIS_SCHEMA = 'etude.analysis/1';

/** The file that was analysed. */
export type AnalyzedFile = {
  readonly name: string;
  readonly format: 'csv' | 'parquet';
  readonly rows: number;
};

const unitsOf = (traffic: readonly TrafficRow[], variant: string): number =>
  traffic
    .filter(row => row.variant === variant)
    .reduce((sum, { units }) => sum + units, 0);

const designDocument = (
  { plan, unitColumn, variantColumn, metrics }: TableExperiment,
  { computation, result }: TableAnalysis,
) => {
  const totalWeight = plan.variants.reduce(
    (sum, { weight }) => sum + weight,
    0,
  );
  return {
    kind: plan.design.kind,
    unitColumn,
    variantColumn,
    control: plan.controlVariant,
    variants: plan.variants.map(({ id, weight }) => ({
      name: id,
      plannedShare: weight / totalWeight,
      units: unitsOf(computation.traffic, id),
    })),
    metrics: metrics.map(({ metric, type }) => ({
      name: metric.metricId,
      role: metric.role,
      direction: metric.direction,
      type,
      mdeRelative: metric.mdeRelative ?? null,
      nimRelative: metric.nimRelative ?? null,
    })),
    alpha: plan.design.alpha,
    power: plan.design.power,
    levels: {
      success: result.design.alphaSuccess,
      guardrail: result.design.alphaGuardrail,
      deterioration: result.design.alphaDeterioration,
      powerPerMetric: result.design.powerPerMetric,
    },
  };
};

const healthDocument = (check: HealthCheck) => ({
  id: check.id,
  state: check.state,
  title: check.title,
  sentence: check.sentence,
  nextStep: check.nextStep ?? null,
  figure:
    check.figure === undefined
      ? null
      : { name: check.figure.name, value: check.figure.value },
  threshold: check.threshold ?? null,
});

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

const estimatesDocument = ({
  control,
  treatment,
  difference,
  lift,
  bound,
}: MetricResult) => ({
  control:
    control === undefined ? null : { units: control.n, mean: control.mean },
  treatment:
    treatment === undefined
      ? null
      : { units: treatment.n, mean: treatment.mean },
  difference:
    difference === undefined
      ? null
      : {
          estimate: difference.estimate,
          stdErr: difference.stdErr,
          interval: difference.ci,
          pValue: difference.pValue,
        },
  lift:
    lift === undefined ? null : { estimate: lift.estimate, interval: lift.ci },
  tests: (bound ?? []).map(testDocument),
});

const metricDocument = (metric: MetricResult, result: AnalysisResult) => ({
  name: metric.name,
  role: metric.role,
  direction: metric.direction,
  variant: metric.variant,
  status: metric.status,
  outcome: metric.outcome,
  sentence: metric.sentence,
  problem:
    metric.problem === undefined
      ? null
      : { code: metric.problem.code, message: metric.problem.message },
  intervalLevel: intervalLevel(metric, result),
  ...estimatesDocument(metric),
  units: metric.units ?? null,
  requiredUnits: metric.requiredUnits ?? null,
  powered: metric.powered ?? null,
});

const recommendationDocument = (recommendation: Recommendation) => ({
  variant: recommendation.variant,
  action: recommendation.action,
  sentence: recommendation.sentence,
  conditions: recommendation.conditions.map(({ holds, sentence }) => ({
    holds,
    sentence,
  })),
});

const verdictDocument = (verdict: Verdict) => ({
  class: verdict.class,
  reason: verdict.reason ?? null,
  sentence: verdict.sentence,
  prevention: verdict.prevention ?? null,
  variant: verdict.variant ?? null,
});

/**
 * The document of `./etude analyze --json`, described in docs/analyze-json.md.
 * Every field is always there; null means that there is no value.
 */
export const analysisDocument = (
  file: AnalyzedFile,
  experiment: TableExperiment,
  analysis: TableAnalysis,
) => {
  const { computation, result } = analysis;
  return {
    schema: ANALYSIS_SCHEMA,
    file: { name: file.name, format: file.format, rows: file.rows },
    design: designDocument(experiment, analysis),
    units: result.progress.units,
    requiredUnits: result.progress.requiredUnits,
    health: result.health.map(healthDocument),
    metrics: result.metrics.map(metric => metricDocument(metric, result)),
    recommendations: result.recommendations.map(recommendationDocument),
    verdict: result.verdict === null ? null : verdictDocument(result.verdict),
    sql: computation.sql,
  };
};

/** What `--json` prints, and what the text for people is made of. */
export type AnalysisDocument = ReturnType<typeof analysisDocument>;
