import type { Problem } from '@etude/kernel';
import type { FactTable } from './fact-table';
import { filterColumns } from './lake-partition';
import type { Metric, MetricFilter } from './metric';

type MetricContext = {
  readonly entity: string;
  readonly factTables: readonly FactTable[];
  readonly hasExposureTime: boolean;
};

/** Aggregations that read a measure rather than count facts. */
const readsMeasure = (metric: Metric): boolean =>
  metric.type !== 'count' && metric.aggregation !== 'count';

const quotedList = (names: Iterable<string>): string => {
  const all = [...names].map(name => `'${name}'`);
  return all.length === 0 ? 'none' : all.join(', ');
};

const measureProblems = (
  metric: Metric,
  factTable: FactTable,
  path: string,
): Problem[] => {
  const names = factTable.measures.map(measure => measure.name);
  if (metric.measure === undefined) {
    if (!readsMeasure(metric)) return [];
    return [
      {
        code: 'ETUDE_METRIC_MEASURE_MISSING',
        path: `${path}.measure`,
        message: `Metric '${metric.id}' takes the ${metric.aggregation} of a measure but names none. Choose a measure of fact table '${factTable.id}' (${quotedList(names)}) or count facts.`,
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
  const isSumLike = metric.aggregation === 'sum' || !readsMeasure(metric);
  if (!isSumLike || metric.threshold > 0) return [];
  return [
    {
      code: 'ETUDE_METRIC_THRESHOLD_RANGE',
      path: field,
      message: `Proportion '${metric.id}' has threshold ${metric.threshold}: units without facts have ${metric.aggregation} 0 and would all count. Use a threshold above 0.`,
    },
  ];
};

const filterProblem = (
  filter: MetricFilter,
  columns: ReadonlySet<string>,
  context: { readonly metricId: string; readonly path: string },
): Problem[] => {
  const { metricId, path } = context;
  const problems: Problem[] = [];
  if (!columns.has(filter.column)) {
    problems.push({
      code: 'ETUDE_METRIC_FILTER_COLUMN_UNKNOWN',
      path: `${path}.column`,
      message: `Metric '${metricId}' filters on column '${filter.column}', which its fact table does not declare. Add it to the fact table's dimensions or use one of ${quotedList(columns)}.`,
    });
  }
  const isList = Array.isArray(filter.value);
  const refuse = (needs: string) =>
    problems.push({
      code: 'ETUDE_METRIC_FILTER_VALUE',
      path: `${path}.value`,
      message: `Metric '${metricId}' filters '${filter.column}' with '${filter.operator}' and value ${JSON.stringify(filter.value)}: this operator needs ${needs}.`,
    });
  if (filter.operator === 'in') {
    if (!Array.isArray(filter.value) || filter.value.length === 0) {
      refuse('a list with at least one value');
    } else if (new Set(filter.value.map(value => typeof value)).size > 1) {
      refuse('a list of only texts or only numbers');
    }
  } else if (isList) {
    refuse('a single value');
  } else if (
    typeof filter.value === 'boolean' &&
    (filter.operator === 'greater-or-equal' ||
      filter.operator === 'less-or-equal')
  ) {
    refuse('a number or a text');
  }
  return problems;
};

const denominatorProblems = (
  metric: Metric,
  factTable: FactTable,
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
  const names = factTable.measures.map(measure => measure.name);
  const { aggregation, measure } = denominator;
  const isKnown =
    measure === undefined ? aggregation === 'count' : names.includes(measure);
  const filters = denominator.filters.flatMap((filter, index) =>
    filterProblem(filter, filterColumns(factTable), {
      metricId: metric.id,
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

const windowProblems = (
  metric: Metric,
  factTable: FactTable,
  context: MetricContext & { readonly path: string },
): Problem[] => {
  if (metric.window === null) return [];
  const path = `${context.path}.window`;
  if (!context.hasExposureTime) {
    return [
      {
        code: 'ETUDE_METRIC_WINDOW_WITHOUT_EXPOSURE_TIME',
        path,
        message: `Metric '${metric.id}' has a window after exposure, but these units have no time of exposure. Use a metric without a window.`,
      },
    ];
  }
  if (factTable.timestampColumn !== null) return [];
  return [
    {
      code: 'ETUDE_METRIC_WINDOW_WITHOUT_FACT_TIME',
      path,
      message: `Metric '${metric.id}' has a window after exposure, but fact table '${factTable.id}' has no timestamp column. Name its timestamp column or remove the window.`,
    },
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
    ...windowProblems(metric, factTable, { ...context, path }),
    ...metric.filters.flatMap((filter, index) =>
      filterProblem(filter, filterColumns(factTable), {
        metricId: metric.id,
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
      message: `Fact table '${factTable.id}' has no column for entity '${context.entity}', so facts of metric '${metric.id}' cannot be matched to units. Its entities: ${quotedList(Object.keys(factTable.entityColumns))}.`,
    });
  }
  return problems;
};
