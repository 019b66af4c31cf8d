import type { Problem } from '@etude/kernel';
import { dataProblem, isBlank, moreRows, quoted, table } from './input-table';
import type { InputTable } from './input-table';

/** Problems of the column that names the cluster: every member has one. */
export const checkClusters = async (
  input: InputTable,
  column: string,
): Promise<readonly Problem[]> => {
  const [row] = await input.query(
    `SELECT COUNT(*) FILTER (WHERE ${isBlank(column)}) AS "blank", MIN(rowid) FILTER (WHERE ${isBlank(column)}) AS "first", COUNT(DISTINCT ${quoted(column)}) AS "clusters" FROM ${table}`,
  );
  const blank = Number(row?.['blank']);
  if (blank > 0) {
    const first = await input.rowNumber(Number(row?.['first']));
    return [
      dataProblem(
        'CLUSTER_EMPTY',
        `column '${column}'`,
        `The cluster is empty in row ${first}.${moreRows(blank)} Every member needs its cluster: fill it in, and give a member on its own a cluster of its own.`,
      ),
    ];
  }
  return Number(row?.['clusters']) === input.rows
    ? [
        dataProblem(
          'CLUSTER_OF_ONE',
          '--cluster',
          `Every row has its own value of '${column}', so it groups nothing. Name the column of what was assigned as a whole, or leave out --cluster.`,
        ),
      ]
    : [];
};
