import type { ExperimentAssignment, ExperimentDefinition } from './definitions';
import { writeConditions } from './read-conditions';
import { writeSource } from './read-source';

const writeAssignment = (assignment: ExperimentAssignment) => {
  if (assignment.kind === 'flag') {
    return { flag: assignment.flagId, rule: assignment.ruleId };
  }
  const { exposedAtColumn, covariates, dimensions } = assignment;
  return {
    ...writeSource(assignment.source),
    unit: assignment.unitColumn,
    variant: assignment.variantColumn,
    ...(exposedAtColumn === null ? {} : { time: exposedAtColumn }),
    ...(covariates.length === 0
      ? {}
      : {
          covariates: covariates.map(({ metricId, column, missing }) => ({
            metric: metricId,
            column,
            missing,
          })),
        }),
    ...(dimensions.length === 0 ? {} : { dimensions }),
  };
};

/** The words that `readExperiment` reads as this experiment. */
export const writeExperiment = (
  experiment: ExperimentDefinition,
): Record<string, unknown> => {
  const { from, exposureUntil, timeZone, exposureFilter } = experiment;
  return {
    entity: experiment.entity,
    assignment: writeAssignment(experiment.assignment),
    variants: experiment.variants,
    control: experiment.control,
    ...(from === null ? {} : { from }),
    until: experiment.until,
    ...(exposureUntil === null ? {} : { exposureUntil }),
    ...(timeZone === 'UTC' ? {} : { timeZone }),
    ...(exposureFilter === null
      ? {}
      : {
          exposureFilter: {
            factTable: exposureFilter.factTableId,
            ...writeConditions(exposureFilter.filters),
          },
        }),
    ...(experiment.dimensionSources.length === 0
      ? {}
      : {
          dimensions: new Map(
            experiment.dimensionSources.map(
              ({ name, factTableId, column, validFromColumn }) => [
                name,
                {
                  factTable: factTableId,
                  column,
                  ...(validFromColumn === undefined
                    ? {}
                    : { validFrom: validFromColumn }),
                },
              ],
            ),
          ),
        }),
    metrics: experiment.metricIds,
  };
};
