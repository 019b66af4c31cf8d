import { planSampleSize } from '@etude/analysis';
import type { SampleSizeMetric, TrafficHistory } from '@etude/analysis';
import type { Problem } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import { metricFigures, windowDays } from '@etude/metrics';
import type {
  MetricBaseline,
  SampleSizeAnswer,
  SampleSizeRequest,
} from '@etude/plugin-experiments-common';
import type { MetricsClient, StoredMetric } from '@etude/plugin-metrics-common';
import {
  impossibleBaselines,
  onPlan,
  planSizeProblems,
} from './plan-size-problems';

const DEFAULT_HISTORY_DAYS = 28;

type Baselines = {
  readonly known: readonly MetricBaseline[];
  readonly problems: readonly Problem[];
};

/** Only metrics with a target need a baseline; the others need no units. */
const isSized = ({ role, mdeRelative, nimRelative }: ExperimentMetric) =>
  (role === 'success' && mdeRelative !== undefined) ||
  (role === 'guardrail' && nimRelative !== undefined);

const givenBaselines = ({ plan, baseline = {} }: SampleSizeRequest) =>
  plan.metrics.filter(isSized).flatMap(({ metricId }): MetricBaseline[] => {
    const given = baseline[metricId];
    return given
      ? [
          {
            metricId,
            source: 'given',
            ...given,
            units: null,
            unitsPerDay: null,
            cumulativeUnits: null,
            population: null,
          },
        ]
      : [];
  });

const noHistory = (
  metricId: string,
  reason: { readonly code: string; readonly message: string },
  index: number,
): Problem => ({
  code: reason.code,
  path: `plan.metrics[${index}]`,
  message: `${reason.message} Without history, give the mean and variance of '${metricId}' per unit yourself as its baseline.`,
});

const historyBaselines = async (
  request: SampleSizeRequest,
  metricIds: readonly string[],
  metrics: MetricsClient,
): Promise<Baselines> => {
  if (metricIds.length === 0) return { known: [], problems: [] };
  const { plan } = request;
  const answers = await metrics.baseline({
    metricIds: [...metricIds],
    days: request.historyDays ?? DEFAULT_HISTORY_DAYS,
    assignment: plan.assignment,
    ...(plan.timeZone === undefined ? {} : { timeZone: plan.timeZone }),
    ...(request.owner === undefined ? {} : { owner: request.owner }),
  });
  const known: MetricBaseline[] = [];
  const problems: Problem[] = [];
  for (const answer of answers) {
    const { metricId } = answer;
    if (answer.status === 'problem') {
      const index = plan.metrics.findIndex(
        metric => metric.metricId === metricId,
      );
      problems.push(noHistory(metricId, answer.problem, index));
    } else {
      const { status: _status, runId: _runId, ...baseline } = answer;
      known.push({ ...baseline, source: 'history' });
    }
  }
  return { known, problems };
};

const windowDaysOf = ({ window }: StoredMetric): number =>
  window === null ? 0 : windowDays(window);

const sizeMetrics = (
  { plan, covariateR2 = {} }: SampleSizeRequest,
  kinds: ReadonlyMap<string, StoredMetric>,
  baselines: readonly MetricBaseline[],
): SampleSizeMetric[] =>
  plan.metrics.flatMap(metric => {
    const stored = kinds.get(metric.metricId);
    const baseline = baselines.find(
      ({ metricId }) => metricId === metric.metricId,
    );
    // Metrics without a target shape the error rates, not the units: their
    // baseline is never read.
    return stored
      ? [
          {
            ...metric,
            name: stored.name,
            kind: metricFigures(stored).type,
            windowDays: windowDaysOf(stored),
            covariateR2: covariateR2[metric.metricId],
            baselineMean: baseline?.mean ?? Number.NaN,
            baselineVariance: baseline?.variance ?? Number.NaN,
          },
        ]
      : [];
  });

/** The longest history of arrivals; none when the request says how many. */
const trafficOf = (
  { unitsPerDay, plan }: SampleSizeRequest,
  baselines: readonly MetricBaseline[],
): TrafficHistory | undefined => {
  if (unitsPerDay !== undefined) return undefined;
  const [longest] = baselines
    .map(({ cumulativeUnits }) => cumulativeUnits)
    .filter(units => units !== null)
    .sort((a, b) => b.length - a.length);
  return (
    longest && {
      cumulativeUnits: longest,
      exposureShare: plan.audience.proportion,
    }
  );
};

const unitsPerDayOf = (
  { unitsPerDay, plan }: SampleSizeRequest,
  baselines: readonly MetricBaseline[],
): number | undefined => {
  if (unitsPerDay !== undefined) return unitsPerDay;
  const seen = baselines
    .map(baseline => baseline.unitsPerDay)
    .filter(units => units !== null);
  return seen.length > 0
    ? Math.max(...seen) * plan.audience.proportion
    : undefined;
};

/** The request with what its plan was planned with, where it gives nothing. */
const withPlanned = (request: SampleSizeRequest): SampleSizeRequest => {
  const { planning = {} } = request.plan;
  const unitsPerDay = request.unitsPerDay ?? planning.unitsPerDay;
  return {
    ...request,
    baseline: { ...planning.baseline, ...request.baseline },
    covariateR2: { ...planning.covariateR2, ...request.covariateR2 },
    ...(unitsPerDay === undefined ? {} : { unitsPerDay }),
  };
};

/**
 * Answers how many units a plan needs, or everything that is missing. What a
 * request does not give is taken from the plan, then from history.
 */
export const createSampleSizeService = (metrics: MetricsClient) => ({
  async size(asked: SampleSizeRequest): Promise<SampleSizeAnswer> {
    const request = withPlanned(asked);
    const { plan } = request;
    const kinds = new Map(
      (await metrics.listMetrics()).map(metric => [metric.id, metric]),
    );
    const given = givenBaselines(request);
    const isGiven = (id: string) =>
      given.some(({ metricId }) => metricId === id);
    const planProblems = planSizeProblems(request, kinds);
    // The days of no zone have no history.
    const hasDays = planProblems.every(({ path }) => path !== 'plan.timeZone');
    const history = await historyBaselines(
      request,
      plan.metrics
        .filter(isSized)
        .map(({ metricId }) => metricId)
        .filter(id => hasDays && kinds.has(id) && !isGiven(id)),
      metrics,
    );
    const baselines = [...given, ...history.known];
    const problems = [
      ...planProblems,
      ...history.problems,
      ...impossibleBaselines(asked, baselines, kinds),
    ];
    if (problems.length > 0) {
      return { size: null, baselines, notices: [], problems };
    }
    const sized = planSampleSize({
      metrics: sizeMetrics(request, kinds, baselines),
      variants: plan.variants,
      controlVariant: plan.controlVariant,
      alpha: plan.design.alpha,
      power: plan.design.power,
      design: plan.design,
      decisionRule: plan.decisionRule,
      unitsPerDay: unitsPerDayOf(request, baselines),
      traffic: trafficOf(request, baselines),
    });
    if (!sized.ok) {
      return {
        size: null,
        baselines,
        notices: [],
        problems: sized.problems.map(onPlan),
      };
    }
    const { notices, days = null, ...size } = sized.value;
    return {
      size: { ...size, days },
      baselines,
      notices: notices.map(onPlan),
      problems: [],
    };
  },
});

export type SampleSizeService = ReturnType<typeof createSampleSizeService>;
