import { ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type {
  ComputationPlan,
  FactScanPlan,
  MetricPlan,
  UnitsPlan,
} from './computation-plan';
import { hasExposureTime } from './computation-plan';
import type { ComputationRequest } from './computation-request';
import type { FactTable } from './fact-table';
import { isPartitionedByTime } from './lake-partition';
import type { Metric } from './metric';
import { metricProblems } from './metric-problems';

const SECONDS_PER_HOUR = 3600;

/** Metrics and fact tables that are planned against a set of units. */
export type PlanInput = {
  readonly experimentId: string;
  readonly entity: string;
  readonly variants: readonly string[];
  readonly units: UnitsPlan;
  readonly from: string | null;
  readonly until: string;
  readonly metrics: readonly Metric[];
  readonly factTables: readonly FactTable[];
};

const repeated = (names: readonly string[]): string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

const periodProblems = (input: PlanInput): Problem[] => {
  if (input.from === null || Date.parse(input.from) < Date.parse(input.until)) {
    return [];
  }
  return [
    {
      code: 'ETUDE_COMPUTATION_PERIOD',
      path: 'until',
      message: `The analysis ends at ${input.until}, which is not after its start ${input.from}. Choose a later end.`,
    },
  ];
};

const listProblems = (input: PlanInput): Problem[] => {
  const problems: Problem[] = [];
  if (input.variants.length === 0) {
    problems.push({
      code: 'ETUDE_COMPUTATION_VARIANTS',
      path: 'variants',
      message: 'No variant is named, so no unit can be counted. Name them.',
    });
  }
  for (const variant of repeated(input.variants)) {
    problems.push({
      code: 'ETUDE_COMPUTATION_VARIANTS',
      path: 'variants',
      message: `Variant '${variant}' is named twice. Name each variant once.`,
    });
  }
  for (const id of repeated(input.metrics.map(metric => metric.id))) {
    problems.push({
      code: 'ETUDE_COMPUTATION_METRIC_TWICE',
      path: 'metrics',
      message: `Metric '${id}' is asked for twice. Ask for each metric once.`,
    });
  }
  return problems;
};

const aggregationOf = (metric: Metric): Metric['aggregation'] =>
  metric.type === 'count' ? 'count' : metric.aggregation;

const metricPlan = (
  metric: Metric,
  column: string,
  factTable: FactTable,
): MetricPlan => {
  const aggregation = aggregationOf(metric);
  const measure = factTable.measures.find(
    candidate => candidate.name === metric.measure,
  );
  const window = metric.window;
  return {
    metricId: metric.id,
    column,
    value: metric.type === 'proportion' ? 'proportion' : 'amount',
    aggregation,
    measureColumn: measure?.column ?? null,
    filters: metric.filters,
    threshold: metric.threshold ?? 1,
    window: window && {
      start: window.offsetHours * SECONDS_PER_HOUR,
      end: (window.offsetHours + window.lengthHours) * SECONDS_PER_HOUR,
    },
    isZeroFilled:
      metric.type === 'proportion' ||
      aggregation === 'sum' ||
      aggregation === 'count',
  };
};

const scanPlans = (input: PlanInput): FactScanPlan[] =>
  input.factTables.flatMap(factTable => {
    const unitColumn = factTable.entityColumns[input.entity];
    const metrics = input.metrics.flatMap((metric, index) =>
      metric.factTableId === factTable.id
        ? [metricPlan(metric, `metric_${index + 1}`, factTable)]
        : [],
    );
    if (unitColumn === undefined || metrics.length === 0) return [];
    const isTimed = hasExposureTime(input.units);
    return [
      {
        factTableId: factTable.id,
        source: factTable.source,
        unitColumn,
        timestampColumn: isTimed ? factTable.timestampColumn : null,
        isPartitionedByTime: isTimed && isPartitionedByTime(factTable),
        metrics,
      },
    ];
  });

/** Plans metrics against units found any way; reports every problem. */
export const planMetrics = (
  input: PlanInput,
  unitsProblems: readonly Problem[] = [],
): Result<ComputationPlan> => {
  const context = {
    entity: input.entity,
    factTables: input.factTables,
    hasExposureTime: hasExposureTime(input.units),
  };
  const [first, ...rest] = [
    ...unitsProblems,
    ...periodProblems(input),
    ...listProblems(input),
    ...input.metrics.flatMap((metric, index) =>
      metricProblems(metric, `metrics[${index}]`, context),
    ),
  ];
  if (first !== undefined) return refused(first, ...rest);
  return ok({
    experimentId: input.experimentId,
    variants: input.variants,
    units: input.units,
    from: input.from,
    until: input.until,
    scans: scanPlans(input),
  });
};

/**
 * The plan of a computation, or every reason why there is none: unknown fact
 * tables, measures and columns, windows without time, a metric of another
 * entity, and so on.
 */
export const planComputation = (
  request: ComputationRequest,
): Result<ComputationPlan> => {
  const { assignment } = request;
  const input = {
    experimentId: request.experimentId,
    entity: request.entity,
    variants: request.variants,
    until: request.until,
    metrics: request.metrics,
    factTables: request.factTables,
  };
  if (assignment.kind === 'flag') {
    const units: UnitsPlan = {
      kind: 'flag',
      flagId: assignment.flagId,
      ruleId: assignment.ruleId,
      from: request.from,
      until: request.until,
      exposureUntil: request.exposureUntil ?? null,
    };
    return planMetrics({ ...input, units, from: request.from });
  }
  const factTable = request.factTables.find(
    candidate => candidate.id === assignment.factTableId,
  );
  const units: UnitsPlan = {
    kind: 'table',
    source: factTable?.source ?? { kind: 'table', table: '' },
    unitColumn: assignment.unitColumn,
    variantColumn: assignment.variantColumn,
  };
  // A table of units has no time, so a period is neither used nor judged.
  return planMetrics(
    { ...input, units, from: null },
    factTable === undefined
      ? [
          {
            code: 'ETUDE_ASSIGNMENT_TABLE_UNKNOWN',
            path: 'assignment.factTableId',
            message: `The assignment table '${assignment.factTableId}' is not among the fact tables. Import it or choose an existing one.`,
          },
        ]
      : [],
  );
};
