import type { Problem } from '@etude/kernel';
import type { AnalyzeRequest } from './analyze-request';
import { dataProblem, quoted, table } from './input-table';
import type { InputTable } from './input-table';

/** With more values a breakdown finds nothing, and nobody reads it. */
export const MAX_DIMENSION_VALUES = 50;

const valueProblems = async (
  input: InputTable,
  column: string,
): Promise<readonly Problem[]> => {
  const [row] = await input.query(
    `SELECT COUNT(DISTINCT ${quoted(column)}) + MAX(CASE WHEN ${quoted(column)} IS NULL THEN 1 ELSE 0 END) AS "values" FROM ${table}`,
  );
  const values = Number(row?.['values']);
  return values <= MAX_DIMENSION_VALUES
    ? []
    : [
        dataProblem(
          'TOO_MANY_VALUES',
          '--dimension',
          `Column '${column}' has ${values} different values; a breakdown takes at most ${MAX_DIMENSION_VALUES}, because its tests share their level over all of them. Group the values in the file, or name another column.`,
        ),
      ];
};

const mixedClusters = async (
  input: InputTable,
  column: string,
  clusterColumn: string,
): Promise<readonly Problem[]> => {
  const rows = await input.query(
    `SELECT CAST(${quoted(clusterColumn)} AS VARCHAR) AS "cluster", COUNT(*) OVER () AS "mixed" FROM ${table} WHERE ${quoted(clusterColumn)} IS NOT NULL GROUP BY ${quoted(clusterColumn)} HAVING COUNT(DISTINCT ${quoted(column)}) + MAX(CASE WHEN ${quoted(column)} IS NULL THEN 1 ELSE 0 END) > 1 ORDER BY 1 LIMIT 1`,
  );
  const [row] = rows;
  return row === undefined
    ? []
    : [
        dataProblem(
          'DIMENSION_WITHIN_CLUSTER',
          '--dimension',
          `Members of cluster '${row['cluster']}' differ in column '${column}' (so do those of ${Number(row['mixed'])} clusters in all), but whole clusters are compared. Name a column that is the same for all members of a cluster.`,
        ),
      ];
};

/** Problems of the columns by which results are broken down. */
export const checkDimensions = async (
  input: InputTable,
  { dimensions, clusterColumn }: AnalyzeRequest,
): Promise<readonly Problem[]> => {
  const has = (column: string) =>
    input.columns.some(({ name }) => name === column);
  const problems: Problem[] = [];
  for (const column of new Set(dimensions.filter(has))) {
    const many = await valueProblems(input, column);
    problems.push(...many);
    if (many.length === 0 && clusterColumn !== null && has(clusterColumn)) {
      problems.push(...(await mixedClusters(input, column, clusterColumn)));
    }
  }
  return problems;
};
