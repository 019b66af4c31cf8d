import { isEtudeError } from '@etude/kernel';
import type { Problem } from '@etude/kernel';
import type { AssignmentSource, FactTable } from '@etude/metrics';
import { columnUseProblem, NUMBER, TIME } from './column-use';
import type { ColumnUse } from './column-use';
import type { FactSources } from './fact-sources';

// A baseline reads the units of a table and nothing else.
type AssignmentTable = Omit<
  Extract<AssignmentSource, { kind: 'table' }>,
  'kind' | 'variantColumn'
> & { readonly variantColumn?: string | undefined };

const usesOf = (assignment: AssignmentTable): ColumnUse[] => {
  const { unitColumn, variantColumn, exposedAtColumn } = assignment;
  return [
    { column: unitColumn, path: 'unitColumn', as: 'the unit' },
    ...(variantColumn === undefined
      ? []
      : [{ column: variantColumn, path: 'variantColumn', as: 'the variant' }]),
    ...(exposedAtColumn === undefined
      ? []
      : [
          {
            column: exposedAtColumn,
            path: 'exposedAtColumn',
            as: 'the time of exposure',
            type: TIME,
          },
        ]),
    ...(assignment.covariates ?? []).map(({ metricId, column }, index) => ({
      column,
      path: `covariates[${index}].column`,
      as: `a covariate of metric '${metricId}'`,
      type: NUMBER,
    })),
    ...(assignment.dimensions ?? []).map((column, index) => ({
      column,
      path: `dimensions[${index}]`,
      as: 'a dimension',
    })),
  ].map(use => ({ ...use, path: `assignment.${use.path}` }));
};

/**
 * Why a query on a table of assignments failed, in terms of its columns: the
 * warehouse's own words name neither the table nor what the column was for.
 * Empty when the failure is not theirs. Asked after a failure only, so that
 * computations cost no query more.
 */
export const assignmentTableProblems = async (
  error: unknown,
  sources: FactSources,
  table: {
    readonly assignment: AssignmentTable;
    readonly factTables: readonly FactTable[];
  },
): Promise<readonly Problem[]> => {
  if (!isEtudeError(error) || error.kind !== 'user') return [];
  const { assignment, factTables } = table;
  const factTable = factTables.find(({ id }) => id === assignment.factTableId);
  if (!factTable) return [];
  const described = await sources.describe(factTable);
  if (!described.ok) return described.problems;
  const place = {
    columns: described.value,
    where: `assignment table '${factTable.id}'`,
  };
  return usesOf(assignment).flatMap(use => columnUseProblem(use, place) ?? []);
};
