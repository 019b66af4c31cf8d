import { ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import { dialectById } from '@etude/sql';
import type { DialectId } from '@etude/sql';
import type {
  ComputationPlan,
  CovariatePlan,
  DimensionPlan,
  ExposureFilterPlan,
  UnitsPlan,
} from './computation-plan';
import { hasExposureTime } from './computation-plan';
import type { ComputationRequest, UnitCovariate } from './computation-request';
import { isPartitionedByTime } from './lake-partition';
import { metricProblems } from './metric-problems';
import type { EngineCapabilities, PlanInput } from './plan-input';
import { plannedScans } from './plan-scans';
import type { PlannedRequest } from './planned-source';
import { relateFactTables } from './relate-fact-tables';
import { factTableOf, inputProblems, sourceProblems } from './request-problems';
import { zoneOf } from './plan-zone';

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

const unitsPlan = (request: ComputationRequest): UnitsPlan => {
  const { assignment } = request;
  return assignment.kind === 'flag'
    ? {
        kind: 'flag',
        source: request.assignmentsSource ?? null,
        flagId: assignment.flagId,
        ruleId: assignment.ruleId,
        from: request.from,
        until: request.until,
        exposureUntil: request.exposureUntil ?? null,
      }
    : {
        kind: 'table',
        source: factTableOf(request, assignment.factTableId)?.source ?? {
          kind: 'table',
          table: '',
        },
        unitColumn: assignment.unitColumn,
        variantColumn: assignment.variantColumn,
        exposedAtColumn: assignment.exposedAtColumn ?? null,
        covariates: covariatePlans(assignment.covariates ?? []),
      };
};

const exposureFilterPlan = (
  request: PlannedRequest,
): ExposureFilterPlan | null => {
  const { exposureFilter } = request;
  if (exposureFilter === undefined) return null;
  const table = factTableOf(request, exposureFilter.factTableId);
  const unitColumn = table?.entityColumns[request.entity];
  if (!table || unitColumn === undefined || table.timestampColumn === null) {
    return null;
  }
  return {
    source: table.source,
    unitColumn,
    timestampColumn: table.timestampColumn,
    isPartitionedByTime: isPartitionedByTime(table),
    filters: exposureFilter.filters,
  };
};

const dimensionPlans = (request: PlannedRequest): DimensionPlan[] => {
  const { assignment, dimensionSources = [], entity } = request;
  const columns =
    assignment.kind === 'table' ? (assignment.dimensions ?? []) : [];
  return [
    ...columns.map(name => ({ name, from: null })),
    ...dimensionSources.flatMap(dimension => {
      const table = factTableOf(request, dimension.factTableId);
      const unitColumn = table?.entityColumns[entity];
      if (table === undefined || unitColumn === undefined) return [];
      return [
        {
          name: dimension.name,
          from: {
            source: table.source,
            unitColumn,
            valueColumn: dimension.column,
            validFromColumn: dimension.validFromColumn ?? null,
          },
        },
      ];
    }),
  ].map((dimension, index) => ({
    ...dimension,
    column: `dimension_${index + 1}`,
  }));
};

/** Percentile caps beyond what an engine computes in one select. */
const capProblems = (
  { metrics }: PlanInput,
  engine: EngineCapabilities | null,
): Problem[] =>
  engine === null || engine.quantilesPerSelect === 'any'
    ? []
    : metrics
        .flatMap((metric, index) =>
          metric.cap?.kind === 'percentile' ? [{ metric, index }] : [],
        )
        .slice(1)
        .map(({ metric, index }) => ({
          code: 'ETUDE_METRIC_ENGINE',
          path: `metrics[${index}].cap`,
          message: `Metric '${metric.id}' cannot run on ${engine.id} together with the others: it needs a second percentile cap, of which ${engine.id} computes one at a time. Cap it at a fixed value, or compute it alone.`,
        }));

/** Plans metrics against units found any way; reports every problem. */
export const planMetrics = (
  input: PlanInput,
  options: {
    readonly problems?: readonly Problem[];
    readonly engine?: EngineCapabilities | null;
  } = {},
): Result<ComputationPlan> => {
  const context = {
    entity: input.entity,
    factTables: input.factTables,
    hasExposureTime: hasExposureTime(input),
    isBaseline: input.units.kind === 'population',
    engine: options.engine ?? null,
  };
  const [first, ...rest] = [
    ...(options.problems ?? []),
    ...inputProblems(input),
    ...capProblems(input, options.engine ?? null),
    ...input.metrics.flatMap((metric, index) =>
      metricProblems(metric, `metrics[${index}]`, context),
    ),
  ];
  if (first !== undefined) return refused(first, ...rest);
  return ok({
    experimentId: input.experimentId,
    variants: input.variants,
    units: input.units,
    exposureFilter: input.exposureFilter,
    dimensions: input.dimensions,
    zone: zoneOf(input),
    slice: null,
    numbersUnits: options.engine?.unitNumbers ?? false,
    from: input.from,
    until: input.until,
    ...plannedScans(input),
  });
};

const assignmentTableProblems = (request: ComputationRequest): Problem[] => {
  const { assignment } = request;
  if (
    assignment.kind === 'flag' ||
    factTableOf(request, assignment.factTableId) !== undefined
  ) {
    return [];
  }
  return [
    {
      code: 'ETUDE_ASSIGNMENT_TABLE_UNKNOWN',
      path: 'assignment.factTableId',
      message: `The assignment table '${assignment.factTableId}' is not among the fact tables. Import it or choose an existing one.`,
    },
  ];
};

/**
 * The plan of a computation, or every reason why there is none: unknown fact
 * tables, measures and columns, windows without time, a metric of another
 * entity, and so on; with a `dialect`, also what its engine cannot do.
 */
export const planComputation = (
  request: ComputationRequest,
  dialect: DialectId | null = null,
): Result<ComputationPlan> => {
  const related = relateFactTables(request);
  const asked = { ...request, factTables: related.factTables };
  const input: PlanInput = {
    experimentId: request.experimentId,
    entity: request.entity,
    variants: request.variants,
    units: unitsPlan(request),
    exposureFilter: exposureFilterPlan(asked),
    dimensions: dimensionPlans(asked),
    timeZone: request.timeZone ?? 'UTC',
    // A table of units has no time, so a period is neither used nor judged.
    from: request.assignment.kind === 'flag' ? request.from : null,
    until: request.until,
    metrics: request.metrics,
    factTables: related.factTables,
  };
  const engine =
    dialect === null
      ? null
      : { id: dialect, ...dialectById(dialect).capabilities };
  const isTimed = hasExposureTime(input);
  return planMetrics(input, {
    problems: [
      ...assignmentTableProblems(request),
      ...related.problems,
      ...sourceProblems(asked, { isTimed, engine }),
    ],
    engine,
  });
};
