import { canonicalTimeZone } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import type { DimensionSource } from './computation-request';
import type { PlannedFactTable, PlannedRequest } from './planned-source';
import { filterColumns } from './lake-partition';
import { filterProblem } from './filter-problem';
import type { EngineCapabilities, PlanInput } from './plan-input';

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

/** What is wrong with a name that no zone has. */
export const unknownTimeZone = (timeZone: string): Problem => ({
  code: 'ETUDE_COMPUTATION_TIME_ZONE',
  path: 'timeZone',
  message: `'${timeZone}' is not a time zone, so days have no beginning. Use a name such as 'Europe/Stockholm', or 'UTC'.`,
});

const timeZoneProblems = ({ timeZone }: PlanInput): Problem[] =>
  canonicalTimeZone(timeZone) === undefined ? [unknownTimeZone(timeZone)] : [];

/** What is wrong with the lists and the period of a plan. */
export const inputProblems = (input: PlanInput): Problem[] => {
  const problems: Problem[] = periodProblems(input);
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
  for (const name of repeated(input.dimensions.map(one => one.name))) {
    problems.push({
      code: 'ETUDE_COMPUTATION_DIMENSION_TWICE',
      path: 'dimensionSources',
      message: `Dimension '${name}' is asked for twice. Give each dimension a name of its own.`,
    });
  }
  return [...problems, ...covariateProblems(input), ...timeZoneProblems(input)];
};

/** A fact table of a request by its id, for an entity; or why there is none. */
const tableProblems = (
  { factTables, entity }: PlannedRequest,
  id: string,
  path: string,
): Problem[] => {
  const found = factTables.find(table => table.id === id);
  if (found === undefined) {
    return [
      {
        code: 'ETUDE_COMPUTATION_TABLE_UNKNOWN',
        path,
        message: `Fact table '${id}' does not exist. Name one of ${factTables.map(table => `'${table.id}'`).join(', ')}.`,
      },
    ];
  }
  if (found.entityColumns[entity] !== undefined) return [];
  return [
    {
      code: 'ETUDE_FACT_TABLE_ENTITY',
      path,
      message: `Fact table '${id}' has no column for entity '${entity}', so its rows cannot be matched to units. Name that column in the fact table, or a relation that leads to '${entity}'.`,
    },
  ];
};

const exposureFilterProblems = (request: PlannedRequest): Problem[] => {
  const { exposureFilter } = request;
  if (exposureFilter === undefined) return [];
  const { factTableId, filters } = exposureFilter;
  const path = 'exposureFilter.factTableId';
  const problems = tableProblems(request, factTableId, path);
  const table = request.factTables.find(({ id }) => id === factTableId);
  if (table === undefined) return problems;
  if (table.timestampColumn === null) {
    problems.push({
      code: 'ETUDE_EXPOSURE_FILTER_WITHOUT_TIME',
      path,
      message: `Fact table '${factTableId}' has no timestamp column, so none of its facts is the first. Filter exposures by facts with a time.`,
    });
  }
  return [
    ...problems,
    ...filters.flatMap((filter, index) =>
      filterProblem(filter, filterColumns(table), {
        subject: 'The exposure filter',
        path: `exposureFilter.filters[${index}]`,
      }),
    ),
  ];
};

type SourceContext = {
  readonly isTimed: boolean;
  readonly engine: EngineCapabilities | null;
};

const dimensionProblems = (
  request: PlannedRequest,
  source: DimensionSource,
  context: SourceContext & { readonly path: string },
): Problem[] => {
  const { path, isTimed, engine } = context;
  const { factTableId, validFromColumn, name } = source;
  return [
    ...tableProblems(request, factTableId, `${path}.factTableId`),
    ...(validFromColumn === undefined || isTimed
      ? []
      : [
          {
            code: 'ETUDE_DIMENSION_WITHOUT_EXPOSURE_TIME',
            path: `${path}.validFromColumn`,
            message: `Dimension '${name}' is taken as of exposure, but these units have no time of exposure. Leave out validFromColumn, or give the time of exposure.`,
          },
        ]),
    ...(validFromColumn === undefined || engine === null || engine.lastBy
      ? []
      : [
          {
            code: 'ETUDE_DIMENSION_ENGINE',
            path: `${path}.validFromColumn`,
            message: `Dimension '${name}' cannot run on ${engine.id}: it is taken as of exposure, which needs the latest value of a group, which ${engine.id} lacks. Leave out validFromColumn, or use another warehouse.`,
          },
        ]),
  ];
};

/** What is wrong with the tables beside metrics that a request names. */
export const sourceProblems = (
  request: PlannedRequest,
  context: SourceContext,
): Problem[] => [
  ...exposureFilterProblems(request),
  ...(request.dimensionSources ?? []).flatMap((source, index) =>
    dimensionProblems(request, source, {
      ...context,
      path: `dimensionSources[${index}]`,
    }),
  ),
];

/** The fact table of an id, which problems are reported for elsewhere. */
export const factTableOf = (
  { factTables }: Pick<PlannedRequest, 'factTables'>,
  id: string,
): PlannedFactTable | undefined => factTables.find(table => table.id === id);
