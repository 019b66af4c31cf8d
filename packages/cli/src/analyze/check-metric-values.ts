import type { Problem } from '@etude/kernel';
import type { WarehouseRow } from '@etude/warehouse';
import type { RequestedMetric } from './requested-metric';
import { metricColumns } from './requested-metric';
import { moreRows, dataProblem, isBlank, quoted, table } from './input-table';
import type { InputTable } from './input-table';

/** How the values of a column are analysed, or why they cannot be. */
export type MetricValues = {
  readonly type: 'average' | 'proportion' | 'ratio' | 'quantile';
  readonly problems: readonly Problem[];
};

const NUMBER_TYPE =
  /^(BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|REAL|DOUBLE|DECIMAL.*)$/;

type ColumnCheck = {
  readonly input: InputTable;
  readonly column: string;
  readonly type: string;
};

/** First cell that fits a condition, and how many do. */
const firstCell = async (
  { input, column }: ColumnCheck,
  condition: string,
): Promise<WarehouseRow & { readonly count: number }> => {
  const [row] = await input.query(
    `SELECT COUNT(*) AS "count", MIN(rowid) AS "first", arg_min(CAST(${quoted(column)} AS VARCHAR), rowid) AS "value" FROM ${table} WHERE ${condition}`,
  );
  return { ...row, count: Number(row?.['count']) };
};

const emptyCells = async (check: ColumnCheck): Promise<readonly Problem[]> => {
  const { input, column } = check;
  const cell = await firstCell(check, isBlank(column));
  if (cell.count === 0) return [];
  const row = await input.rowNumber(Number(cell['first']));
  return [
    dataProblem(
      'VALUE_EMPTY',
      `column '${column}'`,
      `The value is empty in row ${row}.${moreRows(cell.count)} Empty could mean 0 or not measured, and the two give different results: write 0 for units that did nothing, or leave out the column.`,
    ),
  ];
};

/** What a column of texts was meant to hold: what most of its cells do. */
const wantedText = async ({
  input,
  column,
}: ColumnCheck): Promise<{ readonly fits: string; readonly kind: string }> => {
  const name = quoted(column);
  const isNumber = `COALESCE(isfinite(TRY_CAST(${name} AS DOUBLE)), FALSE)`;
  const isTruth = `COALESCE(lower(${name}) IN ('true', 'false'), FALSE)`;
  const [row] = await input.query(
    `SELECT COUNT(*) FILTER (WHERE ${isNumber}) AS "numbers", COUNT(*) FILTER (WHERE ${isTruth}) AS "truths" FROM ${table}`,
  );
  return Number(row?.['truths']) > Number(row?.['numbers'])
    ? { fits: isTruth, kind: 'TRUE or FALSE' }
    : { fits: isNumber, kind: 'a number' };
};

const textCells = async (check: ColumnCheck): Promise<readonly Problem[]> => {
  const { input, column, type } = check;
  if (type !== 'VARCHAR') {
    return [
      dataProblem(
        'VALUE_NOT_A_NUMBER',
        `column '${column}'`,
        `It holds values of type ${type}, not numbers. Turn it into numbers or name another column.`,
      ),
    ];
  }
  const { fits, kind } = await wantedText(check);
  const cell = await firstCell(check, `NOT ${isBlank(column)} AND NOT ${fits}`);
  if (cell.count > 0) {
    const row = await input.rowNumber(Number(cell['first']));
    return [
      dataProblem(
        'VALUE_NOT_A_NUMBER',
        `column '${column}'`,
        `'${cell['value']}' in row ${row} is not ${kind}.${moreRows(cell.count)} Correct it, or name another column.`,
      ),
    ];
  }
  const leading = await firstCell(
    check,
    `NOT ${isBlank(column)} AND regexp_matches(${quoted(column)}, '^[-+]?0[0-9]')`,
  );
  if (leading.count === 0) {
    const blank = await emptyCells(check);
    return blank.length > 0
      ? []
      : [
          dataProblem(
            'VALUE_NOT_A_NUMBER',
            `column '${column}'`,
            'Its numbers are stored as text. Store them as numbers.',
          ),
        ];
  }
  const row = await input.rowNumber(Number(leading['first']));
  return [
    dataProblem(
      'VALUE_NOT_A_NUMBER',
      `column '${column}'`,
      `'${leading['value']}' in row ${row} starts with a zero, so it is an id and not a number.${moreRows(leading.count)} Remove the zero, or name another column.`,
    ),
  ];
};

const infiniteCells = async (
  check: ColumnCheck,
): Promise<readonly Problem[]> => {
  const { input, column } = check;
  const cell = await firstCell(
    check,
    `NOT COALESCE(isfinite(CAST(${quoted(column)} AS DOUBLE)), TRUE)`,
  );
  if (cell.count === 0) return [];
  const row = await input.rowNumber(Number(cell['first']));
  return [
    dataProblem(
      'VALUE_NOT_FINITE',
      `column '${column}'`,
      `'${cell['value']}' in row ${row} cannot enter a mean.${moreRows(cell.count)} Correct it, or name another column.`,
    ),
  ];
};

const hasOnlyZerosAndOnes = async ({
  input,
  column,
}: ColumnCheck): Promise<boolean> => {
  const value = `CAST(${quoted(column)} AS DOUBLE)`;
  const [row] = await input.query(
    `SELECT COUNT(*) FILTER (WHERE ${value} NOT IN (0, 1)) AS "others" FROM ${table}`,
  );
  return Number(row?.['others']) === 0;
};

/** What a column of numbers is for: its empty cells may be allowed. */
type NumberColumn = { readonly column: string; readonly mayBeEmpty: boolean };

// An empty cell may be missing; one of spaces makes the column a text.
const spaceCells = async (check: ColumnCheck): Promise<readonly Problem[]> => {
  const { input, column, type } = check;
  if (type !== 'VARCHAR') return [];
  const cell = await firstCell(
    check,
    `${quoted(column)} IS NOT NULL AND ${isBlank(column)}`,
  );
  if (cell.count === 0) return [];
  const row = await input.rowNumber(Number(cell['first']));
  return [
    dataProblem(
      'VALUE_NOT_A_NUMBER',
      `column '${column}'`,
      `The value in row ${row} is made of spaces.${moreRows(cell.count)} Leave a missing value empty.`,
    ),
  ];
};

/** Cells that are no finite numbers, and empty ones unless they may be. */
export const checkNumbers = async (
  input: InputTable,
  { column, mayBeEmpty }: NumberColumn,
): Promise<readonly Problem[]> => {
  const type = input.columns.find(({ name }) => name === column)?.type ?? '';
  const check = { input, column, type };
  const empty = await (mayBeEmpty ? spaceCells : emptyCells)(check);
  return NUMBER_TYPE.test(type)
    ? [...empty, ...(await infiniteCells(check))]
    : [...empty, ...(await textCells(check))];
};

/**
 * How a metric is analysed: as the ratio or quantile it is, as a proportion
 * (only 0 and 1, or truth values) or as an average; and the empty, non-numeric and
 * infinite cells of its columns.
 */
export const checkMetricValues = async (
  input: InputTable,
  metric: RequestedMetric,
): Promise<MetricValues> => {
  const problems: Problem[] = [];
  for (const column of metricColumns(metric)) {
    problems.push(
      ...(await checkNumbers(input, { column, mayBeEmpty: false })),
    );
  }
  if (metric.ratio !== undefined) return { type: 'ratio', problems };
  if (metric.quantile !== undefined) return { type: 'quantile', problems };
  const column = metric.metricId;
  const type = input.columns.find(({ name }) => name === column)?.type ?? '';
  const isProportion =
    NUMBER_TYPE.test(type) &&
    (await hasOnlyZerosAndOnes({ input, column, type }));
  return { type: isProportion ? 'proportion' : 'average', problems };
};
