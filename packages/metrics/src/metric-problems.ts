import type { Problem } from '@etude/kernel';
import type { PlannedFactTable } from './planned-source';
import { filterProblem, quotedList } from './filter-problem';
import { filterColumns } from './lake-partition';
import type { Metric } from './metric';
import { kindProblems } from './metric-kind-problems';
import type { MetricContext } from './metric-kind-problems';
import { aggregationOf, isCounting } from './plan-metric';
import { timeProblems } from './metric-time-problems';

/** Aggregations that read a measure rather than count facts. */
const readsMeasure = (metric: Metric): boolean =>
  metric.type !== 'funnel' && aggregationOf(metric) !== 'count';

const measureProblems = (
  metric: Metric,
  factTable: PlannedFactTable,
  path: string,
): Problem[] => {
  const aggregation = aggregationOf(metric);
  const names = [
    ...factTable.measures.map(measure => measure.name),
    ...(aggregation === 'count-distinct' ? factTable.dimensions : []),
  ];
  if (metric.measure === undefined) {
    if (!readsMeasure(metric)) return [];
    return [
      {
        code: 'ETUDE_METRIC_MEASURE_MISSING',
        path: `${path}.measure`,
        message: `Metric '${metric.id}' takes the ${aggregation} of a measure but names none. Choose a measure of fact table '${factTable.id}' (${quotedList(names)}) or count facts.`,
      },
    ];
  }
  if (names.includes(metric.measure)) return [];
  return [
    {
      code: 'ETUDE_METRIC_MEASURE_UNKNOWN',
      path: `${path}.measure`,
      message: `Metric '${metric.id}' uses measure '${metric.measure}', which fact table '${factTable.id}' does not have. Its measures: ${quotedList(names)}.`,
    },
  ];
};

const thresholdProblems = (metric: Metric, path: string): Problem[] => {
  const field = `${path}.threshold`;
  if (metric.type !== 'proportion') {
    if (metric.threshold === undefined) return [];
    return [
      {
        code: 'ETUDE_METRIC_THRESHOLD_UNUSED',
        path: field,
        message: `Metric '${metric.id}' is of type ${metric.type} and has a threshold, which only proportions use. Remove it or make the metric a proportion.`,
      },
    ];
  }
  if (metric.threshold === undefined) {
    if (!readsMeasure(metric)) return [];
    return [
      {
        code: 'ETUDE_METRIC_THRESHOLD_MISSING',
        path: field,
        message: `Proportion '${metric.id}' takes the ${metric.aggregation} of a measure but has no threshold, so any fact would make its unit count. Set the threshold from which a unit counts, or use aggregation 'count'.`,
      },
    ];
  }
  const isSumLike =
    metric.aggregation === 'sum' || isCounting(metric.aggregation);
  if (!isSumLike || metric.threshold > 0) return [];
  return [
    {
      code: 'ETUDE_METRIC_THRESHOLD_RANGE',
      path: field,
      message: `Proportion '${metric.id}' has threshold ${metric.threshold}: units without facts have ${metric.aggregation} 0 and would all count. Use a threshold above 0.`,
    },
  ];
};

const denominatorProblems = (
  metric: Metric,
  factTable: PlannedFactTable,
  path: string,
): Problem[] => {
  const { type, denominator } = metric;
  const field = `${path}.denominator`;
  if ((type === 'ratio') !== (denominator !== undefined)) {
    return [
      {
        code: 'ETUDE_METRIC_DENOMINATOR',
        path: field,
        message:
          type === 'ratio'
            ? `Ratio '${metric.id}' says nothing of what it is divided by. Name its denominator: facts counted, or a measure summed.`
            : `Metric '${metric.id}' is of type ${type} and has a denominator, which only ratios use. Remove it or make the metric a ratio.`,
      },
    ];
  }
  if (denominator === undefined) return [];
  const { aggregation, measure } = denominator;
  const names = [
    ...factTable.measures.map(one => one.name),
    ...(aggregation === 'count-distinct' ? factTable.dimensions : []),
  ];
  const isKnown =
    measure === undefined ? aggregation === 'count' : names.includes(measure);
  const filters = denominator.filters.flatMap((filter, index) =>
    filterProblem(filter, filterColumns(factTable), {
      subject: `Metric '${metric.id}'`,
      path: `${field}.filters[${index}]`,
    }),
  );
  return isKnown
    ? filters
    : [
        {
          code: 'ETUDE_METRIC_MEASURE_UNKNOWN',
          path: `${field}.measure`,
          message: `Ratio '${metric.id}' is divided by the ${aggregation} of measure '${measure ?? ''}', which fact table '${factTable.id}' does not have. Its measures: ${quotedList(names)}.`,
        },
        ...filters,
      ];
};

/** Everything that keeps a metric from being computed; empty when nothing. */
export const metricProblems = (
  metric: Metric,
  path: string,
  context: MetricContext,
): Problem[] => {
  const factTable = context.factTables.find(
    candidate => candidate.id === metric.factTableId,
  );
  if (factTable === undefined) {
    return [
      {
        code: 'ETUDE_METRIC_FACT_TABLE_UNKNOWN',
        path: `${path}.factTableId`,
        message: `Metric '${metric.id}' reads fact table '${metric.factTableId}', which does not exist. Known: ${quotedList(context.factTables.map(table => table.id))}.`,
      },
    ];
  }
  const problems = [
    ...measureProblems(metric, factTable, path),
    ...thresholdProblems(metric, path),
    ...denominatorProblems(metric, factTable, path),
    ...timeProblems(metric, factTable, { ...context, path }),
    ...kindProblems(metric, { ...context, path }),
    ...metric.filters.flatMap((filter, index) =>
      filterProblem(filter, filterColumns(factTable), {
        subject: `Metric '${metric.id}'`,
        path: `${path}.filters[${index}]`,
      }),
    ),
  ];
  if (metric.entity !== context.entity) {
    problems.push({
      code: 'ETUDE_METRIC_ENTITY',
      path: `${path}.entity`,
      message: `Metric '${metric.id}' is per '${metric.entity}', but the experiment randomises '${context.entity}'. Use a metric of that entity.`,
    });
  }
  if (factTable.entityColumns[context.entity] === undefined) {
    problems.push({
      code: 'ETUDE_FACT_TABLE_ENTITY',
      path: `${path}.factTableId`,
      message: `Fact table '${factTable.id}' has no column for entity '${context.entity}', so facts of metric '${metric.id}' cannot be matched to units. Its entities: ${quotedList(Object.keys(factTable.entityColumns))}. Name that column in the fact table, or a relation that leads to '${context.entity}'.`,
    });
  }
  return problems;
};
