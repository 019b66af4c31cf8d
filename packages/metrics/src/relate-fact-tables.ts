import type { Problem } from '@etude/kernel';
import type { DimensionSource, ExposureFilter } from './computation-request';
import type { EntityRelation } from './entity-relation';
import type { FactTable } from './fact-table';
import { PARTITION_COLUMN, filterColumns, isInLake } from './lake-partition';
import type { Metric } from './metric';
import type { PlannedFactTable } from './planned-source';

/** What leads from the entities of fact tables to the entity of a plan. */
type RelatedRequest = {
  readonly entity: string;
  readonly factTables: readonly FactTable[];
  readonly relations?: readonly EntityRelation[] | undefined;
  readonly metrics: readonly Metric[];
  readonly exposureFilter?: ExposureFilter | undefined;
  readonly dimensionSources?: readonly DimensionSource[] | undefined;
  /** The table whose units are a population, if any. */
  readonly populationFactTableId?: string;
};

type Related = {
  readonly factTables: readonly PlannedFactTable[];
  readonly problems: readonly Problem[];
};

/** Relations to follow in turn, from an entity that a table names. */
type Path = {
  readonly start: string;
  readonly steps: readonly EntityRelation[];
};

const endOf = ({ start, steps }: Path): string => steps.at(-1)?.to ?? start;

/** The shortest ways from the entities of a table to another; often one. */
const pathsTo = (
  entity: string,
  table: FactTable,
  relations: readonly EntityRelation[],
): readonly Path[] => {
  let paths: Path[] = Object.keys(table.entityColumns).map(start => ({
    start,
    steps: [],
  }));
  const seen = new Set(paths.map(endOf));
  while (paths.length > 0 && !paths.some(path => endOf(path) === entity)) {
    paths = paths.flatMap(path =>
      relations.flatMap(relation =>
        relation.from === endOf(path) && !seen.has(relation.to)
          ? [{ ...path, steps: [...path.steps, relation] }]
          : [],
      ),
    );
    paths.forEach(path => seen.add(endOf(path)));
  }
  return paths.filter(path => endOf(path) === entity);
};

const readsColumns = (
  table: FactTable,
  { dimensionSources = [] }: RelatedRequest,
): string[] => [
  ...new Set([
    ...filterColumns(table),
    ...dimensionSources.flatMap(({ factTableId, column, validFromColumn }) =>
      factTableId === table.id ? [column, validFromColumn ?? column] : [],
    ),
    ...(isInLake(table) ? [PARTITION_COLUMN] : []),
  ]),
];

/** Tables whose rows have to belong to units; others only tell of units. */
const tablesOfFacts = (request: RelatedRequest): readonly FactTable[] => {
  const { metrics, exposureFilter, dimensionSources = [] } = request;
  const ids = new Set([
    ...metrics.flatMap(({ factTableId, steps = [] }) => [
      factTableId,
      ...steps.flatMap(step => step.factTableId ?? []),
    ]),
    ...dimensionSources.map(({ factTableId }) => factTableId),
    exposureFilter?.factTableId,
    request.populationFactTableId,
  ]);
  return request.factTables.filter(({ id }) => ids.has(id));
};

const unusedName = (wanted: string, taken: readonly string[]): string =>
  taken.includes(wanted) ? unusedName(`${wanted}_`, taken) : wanted;

/** Why a table cannot follow a relation; null when it can. */
const stepProblem = (
  table: PlannedFactTable,
  relation: EntityRelation,
  mapping: FactTable | undefined,
): Problem | null => {
  const path = `relations.${relation.id}`;
  if (mapping === undefined) {
    return {
      code: 'ETUDE_RELATION_TABLE',
      path,
      message: `Relation '${relation.id}' reads fact table '${relation.factTableId}', which does not exist. Name another table in the relation.`,
    };
  }
  for (const entity of [relation.from, relation.to]) {
    if (mapping.entityColumns[entity] !== undefined) continue;
    return {
      code: 'ETUDE_RELATION_ENTITY',
      path,
      message: `Relation '${relation.id}' leads from '${relation.from}' to '${relation.to}', but its table '${mapping.id}' has no column for entity '${entity}'. Name that column in the table.`,
    };
  }
  if (
    relation.validFromColumn === undefined ||
    table.timestampColumn !== null
  ) {
    return null;
  }
  return {
    code: 'ETUDE_RELATION_WITHOUT_TIME',
    path,
    message: `Relation '${relation.id}' changes with time, but facts of '${table.id}' have no time, so it is unknown to whom they belonged. Name the timestamp column of '${table.id}'.`,
  };
};

/** Names of the columns by entity, and the table that has them. */
type Step = { readonly table: PlannedFactTable; readonly columns: string[] };

const follow = (
  { table, columns }: Step,
  relation: EntityRelation,
  mapping: FactTable,
): Step => {
  const relatedColumn = unusedName(
    `${relation.to}_of_${relation.from}`,
    columns,
  );
  return {
    columns: [...columns, relatedColumn],
    table: {
      ...table,
      entityColumns: { ...table.entityColumns, [relation.to]: relatedColumn },
      source: {
        kind: 'related',
        source: table.source,
        columns,
        entityColumn: table.entityColumns[relation.from] ?? '',
        timestampColumn: table.timestampColumn,
        relatedColumn,
        mapping: {
          source: mapping.source,
          fromColumn: mapping.entityColumns[relation.from] ?? '',
          toColumn: mapping.entityColumns[relation.to] ?? '',
          validFromColumn: relation.validFromColumn ?? null,
        },
      },
    },
  };
};

const relate = (
  table: FactTable,
  { steps }: Path,
  request: RelatedRequest,
): Related => {
  let step: Step = { table, columns: readsColumns(table, request) };
  for (const relation of steps) {
    const mapping = request.factTables.find(
      ({ id }) => id === relation.factTableId,
    );
    const problem = stepProblem(step.table, relation, mapping);
    if (problem !== null || mapping === undefined) {
      return { factTables: [table], problems: problem ? [problem] : [] };
    }
    step = follow(step, relation, mapping);
  }
  return { factTables: [step.table], problems: [] };
};

const ambiguous = (
  { id }: FactTable,
  entity: string,
  paths: readonly Path[],
): Problem => ({
  code: 'ETUDE_RELATION_AMBIGUOUS',
  path: `factTables.${id}`,
  message: `Facts of '${id}' belong to entity '${entity}' in ${paths.length} ways: ${paths.map(({ steps }) => steps.map(step => `'${step.id}'`).join(' then ')).join('; ')}. Remove a relation, or name the column of '${entity}' in the fact table.`,
});

/**
 * Relations on the way from fact tables to an entity that they have no column
 * for: their tables have to be there, in the same warehouse.
 */
export const relationsOnTheWay = (
  request: RelatedRequest,
): readonly EntityRelation[] => [
  ...new Set(
    tablesOfFacts(request).flatMap(table =>
      pathsTo(request.entity, table, request.relations ?? []).flatMap(
        ({ steps }) => steps,
      ),
    ),
  ),
];

/**
 * Fact tables that can be read by the entity of a plan: those without its
 * column get one through relations, along the shortest way there is. Tables
 * that no relation leads from stay as they are, and planning refuses them.
 */
export const relateFactTables = (request: RelatedRequest): Related => {
  const ofFacts = tablesOfFacts(request);
  const related = request.factTables.map((table): Related => {
    if (!ofFacts.includes(table)) return { factTables: [table], problems: [] };
    const paths = pathsTo(request.entity, table, request.relations ?? []);
    const [path] = paths;
    if (path === undefined || path.steps.length === 0) {
      return { factTables: [table], problems: [] };
    }
    return paths.length === 1
      ? relate(table, path, request)
      : {
          factTables: [table],
          problems: [ambiguous(table, request.entity, paths)],
        };
  });
  return {
    factTables: related.flatMap(({ factTables }) => factTables),
    problems: related.flatMap(({ problems }) => problems),
  };
};
