import { isEtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import type { ExperimentAssignment } from '@etude/lifecycle';
import type { MetricsClient } from '@etude/plugin-metrics-common';

type AssignmentTable = Extract<ExperimentAssignment, { kind: 'table' }>;

type WantedColumn = { readonly column: string; readonly path: string };

const wantedColumns = (assignment: AssignmentTable): WantedColumn[] => {
  const { unitColumn, variantColumn, exposedAtColumn } = assignment;
  return [
    { column: unitColumn, path: 'unitColumn' },
    { column: variantColumn, path: 'variantColumn' },
    { column: exposedAtColumn ?? '', path: 'exposedAtColumn' },
    ...(assignment.covariates ?? []).map(({ column }, index) => ({
      column,
      path: `covariates[${index}].column`,
    })),
    ...(assignment.dimensions ?? []).map((column, index) => ({
      column,
      path: `dimensions[${index}]`,
    })),
  ].filter(({ column }) => column !== '');
};

const unknownTable = (factTableId: string): Problem => ({
  code: 'ETUDE_EXPERIMENT_UNKNOWN_TABLE',
  path: 'plan.assignment.factTableId',
  message: `There is no table '${factTableId}' to read assignments from. Import it first, or choose another one.`,
});

/**
 * Problems of the table that a plan reads assignments from: it has to exist,
 * and to have the columns of unit, variant, exposure, covariates and
 * dimensions. Whether their values can be used shows in the first refresh.
 *
 * @throws what the metrics API says when it fails.
 */
export const checkAssignmentTable = async (
  assignment: AssignmentTable,
  metrics: MetricsClient,
): Promise<Problem[]> => {
  const { factTableId } = assignment;
  if (factTableId === '') return [];
  try {
    const { source, warehouseId } = await metrics.getFactTable(factTableId);
    const columns = await metrics.describeSource(source, warehouseId);
    const names = columns.map(({ name }) => name);
    return wantedColumns(assignment)
      .filter(({ column }) => !names.includes(column))
      .map(({ column, path }) => ({
        code: 'ETUDE_EXPERIMENT_UNKNOWN_COLUMN',
        path: `plan.assignment.${path}`,
        message: `Table '${factTableId}' has no column '${column}'. It has ${names.join(', ')}: choose among them.`,
      }));
  } catch (error) {
    if (!isEtudeError(error) || error.kind !== 'user') throw error;
    return error.details['status'] === 404
      ? [unknownTable(factTableId)]
      : [
          {
            code: error.code,
            path: 'plan.assignment.factTableId',
            message: error.message,
          },
        ];
  }
};
