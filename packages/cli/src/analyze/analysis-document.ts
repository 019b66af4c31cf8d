import type {
  DeteriorationMonitor,
  HealthCheck,
  Recommendation,
} from '@etude/analysis';
import type { Verdict } from '@etude/lifecycle';
import { analysisNotices } from './analysis-notices';
import type { TableAnalysis } from './analyze-table';
import { designDocument } from './design-document';
import { lookDocument } from './look-document';
import { breakdownDocument, metricDocument } from './metric-document';
import type { TableExperiment } from './table-experiment';

/** Name and version of the document that `--json` prints. */
export const ANALYSIS_SCHEMA = 'etude.analysis/1';

/** The file that was analysed. */
export type AnalyzedFile = {
  readonly name: string;
  readonly format: 'csv' | 'parquet';
  readonly rows: number;
};

// A file is not loaded by anybody, so nothing can be said of its freshness;
// what else is unknown of it, an option can tell.
const NEXT_STEPS: Partial<Readonly<Record<HealthCheck['id'], string>>> = {
  'exposure-gaps': 'Name the column that says when: --looks COLUMN.',
  'pre-exposure':
    'Name a column from before exposure: --covariate METRIC=COLUMN.',
};

const isOfFile = ({ id }: HealthCheck): boolean => id !== 'freshness';

const nextStepOf = ({ id, state, nextStep }: HealthCheck): string | null =>
  (state === 'unknown' ? NEXT_STEPS[id] : undefined) ?? nextStep ?? null;

const healthDocument = (check: HealthCheck) => ({
  id: check.id,
  state: check.state,
  title: check.title,
  sentence: check.sentence,
  nextStep: nextStepOf(check),
  figure:
    check.figure === undefined
      ? null
      : { name: check.figure.name, value: check.figure.value },
  threshold: check.threshold ?? null,
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

const monitorDocument = (monitor: DeteriorationMonitor) => ({
  name: monitor.metricId,
  variant: monitor.variant,
  method: monitor.method,
  state: monitor.state,
  alarmAt: monitor.alarmAt ?? null,
  looks: monitor.looks,
  sentence: monitor.sentence,
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
  const { computation, result, looks } = analysis;
  return {
    schema: ANALYSIS_SCHEMA,
    file: { name: file.name, format: file.format, rows: file.rows },
    design: designDocument(experiment, analysis),
    notices: analysisNotices(experiment, analysis),
    units: result.progress.units,
    requiredUnits: result.progress.requiredUnits,
    stopReachedAt:
      looks.length === 0 ? null : (result.progress.stopReachedAt ?? null),
    health: result.health.filter(isOfFile).map(healthDocument),
    looks: looks.map(lookDocument),
    metrics: result.metrics.map(metric => metricDocument(metric, analysis)),
    // With one look there is nothing to watch between looks.
    monitors: looks.length === 0 ? [] : result.monitors.map(monitorDocument),
    breakdowns: result.breakdowns.map(breakdownDocument),
    recommendations: result.recommendations.map(recommendationDocument),
    verdict: result.verdict === null ? null : verdictDocument(result.verdict),
    sql: computation.sql,
  };
};

/** What `--json` prints, and what the text for people is made of. */
export type AnalysisDocument = ReturnType<typeof analysisDocument>;
