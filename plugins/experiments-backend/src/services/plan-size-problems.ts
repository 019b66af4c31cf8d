import type { Problem } from '@etude/kernel';
import { validatePlan } from '@etude/lifecycle';
import type {
  MetricBaseline,
  SampleSizeRequest,
} from '@etude/plugin-experiments-common';
import type { StoredMetric } from '@etude/plugin-metrics-common';

// The rest of a plan says nothing of its size and may still be unfinished.
const SIZED_BY =
  /^(variants|controlVariant|audience\.proportion|metrics|design|decisionRule|timeZone)\b/;

const unknownMetrics = (
  { plan }: SampleSizeRequest,
  kinds: ReadonlyMap<string, StoredMetric>,
): Problem[] =>
  plan.metrics.flatMap(({ metricId }, index) =>
    metricId.trim() === '' || kinds.has(metricId)
      ? []
      : [
          {
            code: 'ETUDE_EXPERIMENT_UNKNOWN_METRIC',
            path: `plan.metrics[${index}].metricId`,
            message: `There is no metric '${metricId}', so its need of units cannot be calculated. Choose one of the catalogue, or create it first.`,
          },
        ],
  );

type Figures = Pick<MetricBaseline, 'mean' | 'variance'>;

const baselineProblem = (
  metric: StoredMetric,
  { mean, variance }: Figures,
):
  | (Pick<Problem, 'message'> & { readonly field: keyof Figures })
  | undefined => {
  const { id, type } = metric;
  if (type === 'proportion' && !(mean >= 0 && mean <= 1)) {
    return {
      field: 'mean',
      message: `The baseline mean of '${id}' is ${mean}: it is a proportion, whose mean lies between 0 and 1. Use 0.2 for 20 %.`,
    };
  }
  if (mean === 0) {
    return {
      field: 'mean',
      message: `The baseline mean of '${id}' is 0: effects and margins are shares of it, and no number of units finds a share of nothing. Check the metric, or decide by another one.`,
    };
  }
  if (variance === 0) {
    return {
      field: 'variance',
      message: `The baseline variance of '${id}' is 0: all units would have the same value, and there would be nothing to find. Check the metric, or give the variance of one unit.`,
    };
  }
  return undefined;
};

/**
 * Baselines that no number of units follows from; a given one with its field
 * in the request or its plan, one of history with the metric in the plan.
 */
export const impossibleBaselines = (
  { plan, baseline: requested = {} }: SampleSizeRequest,
  baselines: readonly MetricBaseline[],
  kinds: ReadonlyMap<string, StoredMetric>,
): Problem[] =>
  baselines.flatMap(({ metricId, source, ...figures }) => {
    const metric = kinds.get(metricId);
    const problem = metric && baselineProblem(metric, figures);
    if (!problem) return [];
    const { field, message } = problem;
    const index = plan.metrics.findIndex(one => one.metricId === metricId);
    const given = metricId in requested ? 'baseline' : 'plan.planning.baseline';
    return [
      {
        code: 'ETUDE_EXPERIMENT_INVALID_BASELINE',
        path:
          source === 'given'
            ? `${given}.${metricId}.${field}`
            : `plan.metrics[${index}]`,
        message,
      },
    ];
  });

/**
 * What keeps a plan from being sized: what `validatePlan` says of the parts
 * that decide the size, and unknown metrics.
 */
export const planSizeProblems = (
  request: SampleSizeRequest,
  kinds: ReadonlyMap<string, StoredMetric>,
): Problem[] => [
  ...validatePlan(request.plan)
    .filter(({ path = '' }) => SIZED_BY.test(path))
    .map(problem => ({ ...problem, path: `plan.${problem.path}` })),
  ...unknownMetrics(request, kinds),
];

const PLAN_FIELD =
  /^(variants|metrics|metrics\[\d+\]\.(mdeRelative|nimRelative))$/;

/** A problem of the planner, whose fields of the plan have their path there. */
export const onPlan = (problem: Problem): Problem =>
  problem.path !== undefined && PLAN_FIELD.test(problem.path)
    ? { ...problem, path: `plan.${problem.path}` }
    : problem;
