import type { Problem } from '@etude/kernel';
import type { AnalyzeRequest } from './analyze-request';
import { checkNumbers } from './check-metric-values';
import { dataProblem, quoted, table } from './input-table';
import type { InputTable } from './input-table';
import type { RequestedCovariate } from './requested-covariate';

/** A covariate of a metric, with the units that have no value of it. */
export type TableCovariate = {
  readonly metricId: string;
  readonly column: string;
  readonly missingUnits: number;
  /** A second covariate says where the value is missing. */
  readonly hasIndicator: boolean;
};

/** The covariates of a table, or why it has none. */
export type TableCovariates = {
  readonly covariates: readonly TableCovariate[];
  readonly problems: readonly Problem[];
};

const countMissing = async (
  input: InputTable,
  column: string,
  clusterColumn: string | null,
): Promise<{ readonly missing: number; readonly units: number }> => {
  const perUnit =
    clusterColumn === null
      ? `SELECT CASE WHEN ${quoted(column)} IS NULL THEN 1 ELSE 0 END AS "missing" FROM ${table}`
      : `SELECT CASE WHEN COUNT(${quoted(column)}) = 0 THEN 1 ELSE 0 END AS "missing" FROM ${table} GROUP BY ${quoted(clusterColumn)}`;
  const [row] = await input.query(
    `SELECT SUM("missing") AS "missing", COUNT(*) AS "units" FROM (${perUnit}) AS "units"`,
  );
  return { missing: Number(row?.['missing']), units: Number(row?.['units']) };
};

const columnsOf = (
  covariates: readonly RequestedCovariate[],
  metricId: string,
): number =>
  covariates
    .filter(covariate => covariate.metricId === metricId)
    .reduce((sum, { columns }) => sum + columns.length, 0);

// A ratio is adjusted by its own past: a numerator, or both of its parts.
const ratioProblems = (request: AnalyzeRequest): readonly Problem[] =>
  request.metrics.flatMap(({ metricId, ratio }) => {
    const own = request.covariates.filter(one => one.metricId === metricId);
    const isRatio = ratio !== undefined || request.clusterColumn !== null;
    if (!isRatio || own.length <= 1) return [];
    return [
      dataProblem(
        'COVARIATES_OF_RATIO',
        '--covariate',
        ratio === undefined
          ? `'${metricId}' has ${columnsOf(own, metricId)} covariates; with --cluster a metric is a ratio over members and takes one. Keep the one that resembles the metric most.`
          : `Ratio '${metricId}' has ${own.length} covariates; it takes one: ${metricId}=NUMERATOR, or ${metricId}=NUMERATOR/DENOMINATOR, of the time before exposure.`,
      ),
    ];
  });

const nothingKnown = (column: string): Problem =>
  dataProblem(
    'COVARIATE_EMPTY',
    '--covariate',
    `Column '${column}' is empty in every row, so it explains nothing. Name another column.`,
  );

/**
 * Covariates with the number of units that lack a value. Missing values count
 * as 0; an indicator beside them keeps the slope that of the known values. A
 * ratio has no room for one: a unit without a past adds nothing to its sums.
 */
export const checkCovariates = async (
  input: InputTable,
  request: AnalyzeRequest,
): Promise<TableCovariates> => {
  const problems: Problem[] = [...ratioProblems(request)];
  const covariates: TableCovariate[] = [];
  const known = new Set(input.columns.map(({ name }) => name));
  const { clusterColumn } = request;
  const cluster =
    clusterColumn !== null && known.has(clusterColumn) ? clusterColumn : null;
  for (const { metricId, columns } of request.covariates) {
    const metric = request.metrics.find(one => one.metricId === metricId);
    const isRatio = metric?.ratio !== undefined || clusterColumn !== null;
    for (const column of columns.filter(name => known.has(name))) {
      const cells = await checkNumbers(input, { column, mayBeEmpty: true });
      const { missing, units } = await countMissing(input, column, cluster);
      problems.push(...(missing === units ? [nothingKnown(column)] : cells));
      covariates.push({
        metricId,
        column,
        missingUnits: missing,
        hasIndicator: missing > 0 && !isRatio,
      });
    }
  }
  return { covariates, problems };
};
