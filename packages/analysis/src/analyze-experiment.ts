import { EtudeError } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import type { AnalysisContext } from './analysis-context';
import { atLook, contextOf } from './analysis-context';
import type { AnalysisInput, MetricInfo } from './analysis-input';
import type {
  AnalysisResult,
  HealthCheck,
  Recommendation,
  Visibility,
} from './analysis-result';
import { breakdownsOf } from './breakdowns/breakdowns';
import type { VariantEvidence } from './decision/recommend';
import { recommend } from './decision/recommend';
import { precisionStopAt } from './designs/design-stop';
import { isSequential } from './designs/is-sequential';
import { visibilityOf } from './designs/visibility';
import { healthChecks } from './health/health-checks';
import { runningSrmP } from './health/sample-ratio';
import { unitsByVariant } from './health/traffic-counts';
import type { LookRecord } from './look-record';
import { hiddenResult } from './metrics/hidden-result';
import { metricAnalysis } from './metrics/metric-analysis';
import type { MetricAnalysis } from './metrics/metric-question';
import { progressOf } from './progress';
import { verdictOf } from './verdict';

const infoOf = (input: AnalysisInput, metric: ExperimentMetric): MetricInfo => {
  const info = input.metricInfo.find(({ id }) => id === metric.metricId);
  if (info !== undefined) return info;
  throw new EtudeError(
    `Metric '${metric.metricId}' of the plan has no description: without its type it cannot be tested. Pass it in metricInfo.`,
    {
      code: 'ETUDE_ANALYSIS_UNKNOWN_METRIC',
      kind: 'bug',
      details: { metricId: metric.metricId },
    },
  );
};

const infosOf = (input: AnalysisInput): readonly MetricInfo[] =>
  input.plan.metrics.map(metric => infoOf(input, metric));

const treatmentsOf = ({ plan }: AnalysisInput): readonly string[] =>
  plan.variants.map(({ id }) => id).filter(id => id !== plan.controlVariant);

const analyses = (
  context: AnalysisContext,
  visibility: Visibility,
): readonly MetricAnalysis[] => {
  const { input } = context;
  return input.plan.metrics.flatMap(metric => {
    const info = infoOf(input, metric);
    return treatmentsOf(input).map(variant =>
      metricAnalysis({ metric, info, variant }, context, visibility),
    );
  });
};

// A sequential test has stopped by its own rule once every variant is decided
// by evidence; a failed health check is no evidence.
const sequentialStopAt = (
  input: AnalysisInput,
  health: readonly HealthCheck[],
  recommendations: readonly Recommendation[],
): string | undefined => {
  if (!isSequential(input.plan.design)) return undefined;
  const earlier = input.pastLooks?.find(
    ({ stopReachedAt }) => stopReachedAt !== undefined,
  );
  if (earlier !== undefined) return earlier.stopReachedAt;
  const isDecided =
    input.state === 'live' &&
    health.every(({ state }) => state !== 'fail') &&
    recommendations.every(({ action }) => action !== 'continue');
  return isDecided ? input.now : undefined;
};

const recommendationsOf = (
  input: AnalysisInput,
  evidence: Pick<VariantEvidence, 'visibility' | 'health'> & {
    readonly metrics: readonly MetricAnalysis[];
  },
): readonly Recommendation[] =>
  treatmentsOf(input).map(variant => {
    const own = evidence.metrics.filter(
      ({ result }) => result.variant === variant,
    );
    return recommend({
      ...evidence,
      input,
      variant,
      results: own.map(({ result }) => result),
      monitors: own.map(({ monitor }) => monitor),
    });
  });

const lookOf = (
  { input, criticalValues }: AnalysisContext,
  metrics: readonly MetricAnalysis[],
  stopReachedAt: string | undefined,
): LookRecord => {
  const solvedLooks = criticalValues.solvedLooks();
  return {
    at: input.now,
    tests: metrics.flatMap(({ looks }) => looks),
    units: Object.fromEntries(unitsByVariant(input.traffic)),
    srmP: runningSrmP(input),
    ...(stopReachedAt === undefined ? {} : { stopReachedAt }),
    ...(solvedLooks.length === 0 ? {} : { solvedLooks }),
  };
};

/**
 * Everything the platform says about an experiment at `now`, for screens,
 * alerts and the stored verdict: health, results at the levels that keep the
 * error rates of the decision, the watch over deterioration, one
 * recommendation per treatment variant, and for an ended experiment its
 * verdict.
 *
 * While the design keeps effects closed, results are hidden: the value holds
 * no mean, estimate or p-value of any metric. Metrics without a usable result
 * carry a problem instead of numbers. `look` is for the next analysis of the
 * same experiment, which takes all of them as `pastLooks`; it is never shown.
 *
 * @throws ETUDE_ANALYSIS_INVALID_PLAN for rates or metric counts that
 * `validatePlan` refuses; ETUDE_ANALYSIS_UNKNOWN_METRIC when `metricInfo`
 * lacks a metric of the plan.
 */
export const analyzeExperiment = (input: AnalysisInput): AnalysisResult => {
  const started = contextOf(input);
  const precise = precisionStopAt(started);
  const visibility = visibilityOf({ ...input, stopReachedAt: precise });
  const isOpen = visibility.effects === 'open';
  const context = atLook(started, visibility);
  const metrics = analyses(context, visibility);
  const results = metrics.map(({ result }) => result);
  const monitors = metrics.map(({ monitor }) => monitor);
  const health = healthChecks(input, results);
  const recommendations = recommendationsOf(input, {
    visibility,
    health,
    metrics,
  });
  const stopReachedAt =
    precise ?? sequentialStopAt(input, health, recommendations);
  return {
    visibility,
    health,
    metrics: isOpen
      ? results
      : metrics.map(({ result, monitor }) =>
          hiddenResult(result, visibility, monitor),
        ),
    recommendations,
    verdict:
      input.state === 'ended'
        ? verdictOf({ input, health, results, recommendations, monitors })
        : null,
    design: context.design,
    progress: progressOf(context, results, stopReachedAt),
    monitors,
    breakdowns: isOpen ? breakdownsOf(context, infosOf(input)) : [],
    look: lookOf(context, metrics, stopReachedAt),
  };
};
