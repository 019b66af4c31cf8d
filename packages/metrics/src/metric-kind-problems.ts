import type { Problem } from '@etude/kernel';
import type { PlannedFactTable } from './planned-source';
import { filterProblem } from './filter-problem';
import { filterColumns } from './lake-partition';
import type { Metric } from './metric';
import type { EngineCapabilities } from './plan-input';
import { aggregationOf } from './plan-metric';

/** What a metric is judged against. */
export type MetricContext = {
  readonly entity: string;
  readonly factTables: readonly PlannedFactTable[];
  readonly hasExposureTime: boolean;
  /** Baselines have no variants to compare, so some kinds make no sense. */
  readonly isBaseline: boolean;
  /** Null while no engine is chosen. */
  readonly engine: EngineCapabilities | null;
};

type KindContext = MetricContext & { readonly path: string };

const problem = (code: string, path: string, message: string): Problem => ({
  code,
  path,
  message,
});

const SHARES: readonly Metric['type'][] = ['proportion', 'retention', 'funnel'];

const capProblems = ({ id, type, cap }: Metric, path: string): Problem[] => {
  if (!cap) return [];
  const field = `${path}.cap`;
  if (SHARES.includes(type) || type === 'quantile') {
    return [
      problem(
        'ETUDE_METRIC_CAP_UNUSED',
        field,
        `Metric '${id}' is of type ${type} and has a cap, which ${type === 'quantile' ? 'would change the quantile' : 'a yes or no does not need'}. Remove the cap.`,
      ),
    ];
  }
  if (cap.kind === 'percentile') return [];
  const { lower, upper } = cap;
  if (lower === undefined && upper === undefined) {
    return [
      problem(
        'ETUDE_METRIC_CAP_RANGE',
        field,
        `The cap of metric '${id}' has no bound, so it leaves nothing out. Set lower, upper, or both.`,
      ),
    ];
  }
  if (lower === undefined || upper === undefined || lower < upper) return [];
  return [
    problem(
      'ETUDE_METRIC_CAP_RANGE',
      field,
      `The cap of metric '${id}' is from ${lower} to ${upper}, which leaves nothing between. Set lower below upper.`,
    ),
  ];
};

const nullsProblems = ({ id, type, nulls }: Metric, path: string): Problem[] =>
  nulls === 'exclude' && ['ratio', 'retention', 'funnel'].includes(type)
    ? [
        problem(
          'ETUDE_METRIC_NULLS',
          `${path}.nulls`,
          `Metric '${id}' is a ${type}, of which every exposed unit is a part, but leaves units without a value out. Use nulls 'zero', or another type.`,
        ),
      ]
    : [];

const quantileProblems = (
  metric: Metric,
  { path, isBaseline }: KindContext,
): Problem[] => {
  const { id, type, quantile } = metric;
  const field = `${path}.quantile`;
  if ((type === 'quantile') !== (quantile !== undefined)) {
    return [
      problem(
        'ETUDE_METRIC_QUANTILE',
        field,
        type === 'quantile'
          ? `Quantile '${id}' does not say which: give its level, such as 0.5 for the median, and whether it is of units or of events.`
          : `Metric '${id}' is of type ${type} and names a quantile, which only quantiles use. Remove it or make the metric a quantile.`,
      ),
    ];
  }
  if (type !== 'quantile') return [];
  const problems: Problem[] = [];
  if (isBaseline) {
    problems.push(
      problem(
        'ETUDE_METRIC_QUANTILE_BASELINE',
        path,
        `Quantile '${id}' has no baseline: its spread is read from ranks, not from moments. Plan with another metric.`,
      ),
    );
  }
  if (metric.covariate) {
    problems.push(
      problem(
        'ETUDE_METRIC_QUANTILE_COVARIATE',
        `${path}.covariate`,
        `Quantile '${id}' has a covariate, which takes variance out of means only. Remove the covariate.`,
      ),
    );
  }
  if (quantile?.of === 'events' && metric.measure === undefined) {
    problems.push(
      problem(
        'ETUDE_METRIC_MEASURE_MISSING',
        `${path}.measure`,
        `Quantile '${id}' is of the values of events but names no measure. Choose the measure that holds them.`,
      ),
    );
  }
  return problems;
};

const retentionProblems = (
  { id, type, window }: Metric,
  path: string,
): Problem[] =>
  type !== 'retention' || (window !== null && window.kind !== 'cumulative')
    ? []
    : [
        problem(
          'ETUDE_METRIC_RETENTION_WINDOW',
          `${path}.window`,
          `Retention '${id}' does not say when units have to be back: give it a window with a length, such as the 7 days after 7 days.`,
        ),
      ];

const stepProblems = (metric: Metric, context: KindContext): Problem[] =>
  (metric.steps ?? []).flatMap((step, index) => {
    const path = `${context.path}.steps[${index}]`;
    const id = step.factTableId ?? metric.factTableId;
    const table = context.factTables.find(one => one.id === id);
    const isUsable =
      table !== undefined &&
      table.timestampColumn !== null &&
      table.entityColumns[context.entity] !== undefined;
    return isUsable
      ? step.filters.flatMap((filter, at) =>
          filterProblem(filter, filterColumns(table), {
            subject: `Step '${step.name}' of funnel '${metric.id}'`,
            path: `${path}.filters[${at}]`,
          }),
        )
      : [
          problem(
            'ETUDE_METRIC_STEP_TABLE',
            `${path}.factTableId`,
            `Step '${step.name}' of funnel '${metric.id}' reads fact table '${id}', which is unknown, or has no time or no column for entity '${context.entity}'. Choose a fact table with both.`,
          ),
        ];
  });

const funnelProblems = (metric: Metric, context: KindContext): Problem[] => {
  const { id, type, steps = [], covariate } = metric;
  const { path } = context;
  if (type !== 'funnel') {
    return metric.steps === undefined
      ? []
      : [
          problem(
            'ETUDE_METRIC_STEPS_UNUSED',
            `${path}.steps`,
            `Metric '${id}' is of type ${type} and has steps, which only funnels use. Remove them or make the metric a funnel.`,
          ),
        ];
  }
  const problems = stepProblems(metric, context);
  if (steps.length < 2) {
    problems.push(
      problem(
        'ETUDE_METRIC_STEPS',
        `${path}.steps`,
        `Funnel '${id}' has ${steps.length} steps; from one to the next takes at least two. Add steps, or make it a proportion.`,
      ),
    );
  }
  if (!context.hasExposureTime) {
    problems.push(
      problem(
        'ETUDE_METRIC_FUNNEL_WITHOUT_EXPOSURE_TIME',
        path,
        `Funnel '${id}' follows units from their exposure on, but these units have no time of exposure. Use a proportion.`,
      ),
    );
  }
  if (covariate) {
    problems.push(
      problem(
        'ETUDE_METRIC_FUNNEL_COVARIATE',
        `${path}.covariate`,
        `Funnel '${id}' has a covariate, but begins at exposure, so nothing of it is known from before. Remove the covariate.`,
      ),
    );
  }
  return problems;
};

const engineProblems = (
  metric: Metric,
  { engine, path }: KindContext,
): Problem[] => {
  if (engine === null) return [];
  const refuse = (what: string, instead: string) =>
    problem(
      'ETUDE_METRIC_ENGINE',
      path,
      `Metric '${metric.id}' cannot run on ${engine.id}: it needs ${what}, which ${engine.id} lacks. ${instead}`,
    );
  const needsQuantile =
    metric.type === 'quantile' || metric.cap?.kind === 'percentile';
  return [
    ...(needsQuantile && !engine.exactQuantile
      ? [
          refuse(
            'exact quantiles',
            'Use an absolute cap, or another warehouse.',
          ),
        ]
      : []),
    ...(aggregationOf(metric) === 'last' && !engine.lastBy
      ? [
          refuse(
            'the latest value of a group',
            'Use another aggregation, or another warehouse.',
          ),
        ]
      : []),
  ];
};

/** What is wrong with a metric as one of its type. */
export const kindProblems = (
  metric: Metric,
  context: KindContext,
): Problem[] => [
  ...capProblems(metric, context.path),
  ...nullsProblems(metric, context.path),
  ...quantileProblems(metric, context),
  ...retentionProblems(metric, context.path),
  ...funnelProblems(metric, context),
  ...engineProblems(metric, context),
];
