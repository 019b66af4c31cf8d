import type { ComputationRequest } from '../computation-request';
import type { FactTable } from '../fact-table';
import type { Definitions, ExperimentDefinition } from './definitions';

type Assigned = Pick<ComputationRequest, 'assignment'> & {
  /** The table of assignments, which is no fact table of the file. */
  readonly tables: readonly FactTable[];
};

const assigned = ({ id, assignment }: ExperimentDefinition): Assigned => {
  if (assignment.kind === 'flag') return { assignment, tables: [] };
  const { source, unitColumn, variantColumn, exposedAtColumn } = assignment;
  const factTableId = `assignments of ${id}`;
  return {
    assignment: {
      kind: 'table',
      factTableId,
      unitColumn,
      variantColumn,
      ...(exposedAtColumn === null ? {} : { exposedAtColumn }),
      covariates: [...assignment.covariates],
      dimensions: [...assignment.dimensions],
    },
    tables: [
      {
        id: factTableId,
        name: factTableId,
        description: '',
        owner: id,
        source,
        timestampColumn: exposedAtColumn,
        entityColumns: {},
        measures: [],
        dimensions: [],
      },
    ],
  };
};

/** What to compute for one experiment of a file of definitions. */
export const experimentRequest = (
  {
    factTables,
    relations,
    metrics,
  }: Pick<Definitions, 'factTables' | 'relations' | 'metrics'>,
  experiment: ExperimentDefinition,
): ComputationRequest => {
  const { assignment, tables } = assigned(experiment);
  const { exposureFilter } = experiment;
  return {
    experimentId: experiment.id,
    assignment,
    entity: experiment.entity,
    variants: [...experiment.variants],
    from: experiment.from,
    until: experiment.until,
    exposureUntil: experiment.exposureUntil,
    timeZone: experiment.timeZone,
    ...(exposureFilter === null ? {} : { exposureFilter }),
    dimensionSources: [...experiment.dimensionSources],
    metrics: metrics.filter(({ id }) => experiment.metricIds.includes(id)),
    factTables: [...factTables, ...tables],
    relations: [...relations],
  };
};
