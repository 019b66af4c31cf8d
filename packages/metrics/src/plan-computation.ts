import { ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import type {
  ComputationPlan,
  CovariatePlan,
  FactScanPlan,
  MetricPlan,
  UnitsPlan,
} from './computation-plan';
import { hasExposureTime } from './computation-plan';
import type { ComputationRequest, UnitCovariate } from './computation-request';
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

const covariateProblems = ({ units, metrics }: PlanInput): Problem[] => {
  if (units.kind !== 'table') return [];
  const known = metrics.map(({ id }) => id);
  return units.covariates
    .filter(({ metricId }) => !known.includes(metricId))
    .map(({ metricId, sourceColumn }) => ({
      code: 'ETUDE_COMPUTATION_COVARIATE',
      path: 'assignment.covariates',
      message: `Column '${sourceColumn}' is to go with metric '${metricId}', which is not computed. Name one of ${known.map(id => `'${id}'`).join(', ')}.`,
    }));
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
  return [...problems, ...covariateProblems(input)];
};

const aggregationOf = (metric: Metric): Metric['aggregation'] =>
  metric.type === 'count' ? 'count' : metric.aggregation;

const measureColumnOf = (
  name: string | undefined,
  { measures }: FactTable,
): string | null =>
  measures.find(candidate => candidate.name === name)?.column ?? null;

const metricPlan = (
  metric: Metric,
  context: {
    readonly column: string;
    readonly factTable: FactTable;
    readonly units: UnitsPlan;
  },
): MetricPlan => {
  const { column, factTable, units } = context;
  const aggregation = aggregationOf(metric);
  const { window, denominator } = metric;
  const covariates = units.kind === 'table' ? units.covariates : [];
  return {
    metricId: metric.id,
    column,
    value: metric.type === 'proportion' ? 'proportion' : 'amount',
    aggregation,
    measureColumn: measureColumnOf(metric.measure, factTable),
    filters: metric.filters,
    denominator:
      denominator === undefined
        ? null
        : {
            column: `${column}_denominator`,
            aggregation: denominator.aggregation,
            measureColumn: measureColumnOf(denominator.measure, factTable),
            filters: denominator.filters,
          },
    covariateColumns: covariates.flatMap(covariate =>
      covariate.metricId === metric.id ? [covariate.column] : [],
    ),
    threshold: metric.threshold ?? 1,
    window: window && {
      start: window.offsetHours * SECONDS_PER_HOUR,
      end: (window.offsetHours + window.lengthHours) * SECONDS_PER_HOUR,
    },
    // A unit without facts adds nothing to either sum of a ratio, but counts:
    // sizes are planned and compared in exposed units.
    isZeroFilled:
      metric.type === 'proportion' ||
      metric.type === 'ratio' ||
      aggregation === 'sum' ||
      aggregation === 'count',
  };
};

const scanPlans = (input: PlanInput): FactScanPlan[] =>
  input.factTables.flatMap(factTable => {
    const unitColumn = factTable.entityColumns[input.entity];
    const metrics = input.metrics.flatMap((metric, index) =>
      metric.factTableId === factTable.id
        ? [
            metricPlan(metric, {
              column: `metric_${index + 1}`,
              factTable,
              units: input.units,
            }),
          ]
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

const covariatePlans = (
  covariates: readonly UnitCovariate[],
): CovariatePlan[] =>
  covariates.flatMap(({ metricId, column, missing }, index) => {
    const name = `covariate_${index + 1}`;
    const value = { metricId, sourceColumn: column } as const;
    return [
      { ...value, column: name, reads: 'value' as const },
      ...(missing === 'indicator'
        ? [
            {
              ...value,
              column: `${name}_is_missing`,
              reads: 'is-missing' as const,
            },
          ]
        : []),
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
    exposedAtColumn: assignment.exposedAtColumn ?? null,
    covariates: covariatePlans(assignment.covariates ?? []),
    dimensions: (assignment.dimensions ?? []).map((name, index) => ({
      name,
      column: `dimension_${index + 1}`,
    })),
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
