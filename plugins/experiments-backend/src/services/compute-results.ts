import { analyzeExperiment } from '@etude/analysis';
import type { LookRecord } from '@etude/analysis';
import { EtudeError } from '@etude/kernel';
import type { Experiment } from '@etude/lifecycle';
import { metricFigures } from '@etude/metrics';
import type { AssignmentSource } from '@etude/metrics';
import type {
  ComputeRequest,
  MetricsClient,
} from '@etude/plugin-metrics-common';
import type { AnalysisBasis } from '../stores/analysis-basis';
import type { SnapshotWithBasis } from '../stores/snapshot-store';
import { refusal } from './refusal';

export type ComputeOptions = {
  readonly metrics: MetricsClient;
  readonly now: Date;
  /** The looks before an instant, oldest first. */
  readonly looksBefore: (instant: string) => Promise<readonly LookRecord[]>;
  /** The id to give the computation, so that it can be followed. */
  readonly runId?: string;
  /** Told when the moments are there. */
  readonly onComputed?: () => Promise<void>;
  readonly signal?: AbortSignal | undefined;
};

const assignmentOf = (experiment: Experiment): AssignmentSource => {
  const { assignment } = experiment.plan;
  if (assignment.kind === 'table') return assignment;
  if (experiment.ruleId === undefined) {
    throw new EtudeError(
      `'${experiment.id}' is assigned by flag '${assignment.flagId}', but by no known rule of it, so its units cannot be told from others. Launch it through the portal, or import it with the id of its rule.`,
      { code: 'ETUDE_EXPERIMENT_NO_RULE', kind: 'user' },
    );
  }
  return { ...assignment, ruleId: experiment.ruleId };
};

const requestOf = (
  experiment: Experiment,
  { now, runId }: Pick<ComputeOptions, 'now' | 'runId'>,
): ComputeRequest => {
  const { plan } = experiment;
  return {
    ...(runId === undefined ? {} : { runId }),
    experimentId: experiment.id,
    owner: experiment.owner,
    assignment: assignmentOf(experiment),
    entity: plan.entity,
    variants: plan.variants.map(({ id }) => id),
    from: experiment.launchedAt ?? null,
    until: experiment.endedAt ?? now.toISOString(),
    ...(plan.timeZone === undefined ? {} : { timeZone: plan.timeZone }),
    metricIds: [...new Set(plan.metrics.map(({ metricId }) => metricId))],
    ...(plan.exposureFilter ? { exposureFilter: plan.exposureFilter } : {}),
    ...(plan.dimensions ? { dimensionSources: plan.dimensions } : {}),
  };
};

// An indicator of missing values is a covariate of its own.
const covariatesOf = (
  { plan: { assignment } }: Experiment,
  id: string,
): number =>
  (assignment.kind === 'table' ? (assignment.covariates ?? []) : [])
    .filter(({ metricId }) => metricId === id)
    .reduce((sum, { missing }) => sum + (missing === 'zero' ? 1 : 2), 0);

const metricInfoOf = async (
  experiment: Experiment,
  metrics: MetricsClient,
): Promise<AnalysisBasis['metricInfo']> => {
  const byId = new Map(
    (await metrics.listMetrics()).map(metric => [metric.id, metric]),
  );
  const missing = experiment.plan.metrics.filter(
    ({ metricId }) => !byId.has(metricId),
  );
  if (missing.length > 0) {
    throw refusal(
      missing.map(({ metricId }) => ({
        code: 'ETUDE_EXPERIMENT_UNKNOWN_METRIC',
        path: 'plan.metrics',
        message: `Metric '${metricId}' of '${experiment.id}' does not exist any more, so its results cannot be computed. Restore the metric.`,
      })),
    );
  }
  return [...byId.values()].map(metric => {
    const { id, name } = metric;
    const { type, covariates, quantile } = metricFigures(metric);
    return {
      id,
      name,
      type,
      covariates: covariatesOf(experiment, id) + covariates,
      ...(quantile === undefined ? {} : { quantile }),
    };
  });
};

/** A result to be stored, with the look it was. */
export type ComputedResults = {
  readonly snapshot: SnapshotWithBasis;
  readonly look: LookRecord;
};

/**
 * Computes and analyses a launched experiment as of `now`; an ended one as of
 * its end, so that doing it again is the same look.
 *
 * @throws what the metrics API says when it refuses or fails.
 */
export const computeResults = async (
  experiment: Experiment,
  options: ComputeOptions,
): Promise<ComputedResults> => {
  const { metrics, now, looksBefore, signal } = options;
  const metricInfo = await metricInfoOf(experiment, metrics);
  const { runId, result } = await metrics.compute(
    requestOf(experiment, options),
    signal ? { signal } : {},
  );
  await options.onComputed?.();
  const basis: AnalysisBasis = {
    plan: experiment.plan,
    metricInfo,
    state: experiment.state === 'live' ? 'live' : 'ended',
    endReason: experiment.endReason,
    launchedAt: experiment.launchedAt ?? null,
    plannedEndAt: experiment.plannedEndAt ?? null,
    now: experiment.endedAt ?? now.toISOString(),
    crossoverUnits: result.crossoverUnits,
    totalUnits: result.totalUnits,
    ...(result.quantiles?.length ? { quantiles: [...result.quantiles] } : {}),
  };
  const { moments, traffic } = result;
  // The look is for the next analysis only: it may tell what is closed.
  const { look, ...analysis } = analyzeExperiment({
    ...basis,
    moments,
    traffic,
    pastLooks: await looksBefore(basis.now),
  });
  const computedAt = now.toISOString();
  return {
    snapshot: { analysis, computedAt, runId, moments, traffic, basis },
    look,
  };
};
