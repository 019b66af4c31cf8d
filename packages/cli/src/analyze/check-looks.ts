import type { Problem } from '@etude/kernel';
import { dataProblem, isBlank, moreRows, quoted, table } from './input-table';
import type { InputTable } from './input-table';
import type { RequestedLooks } from './requested-looks';

/** When a table is looked at. */
export type LookSchedule = {
  readonly column: string;
  /** First day (UTC) with an exposure, `YYYY-MM-DD`. */
  readonly firstDay: string;
  /** Last day whose exposures each look knows, oldest first. */
  readonly days: readonly string[];
};

/** The looks of a table, or why there are none. */
export type TableLooks = {
  readonly schedule: LookSchedule | null;
  readonly problems: readonly Problem[];
};

// A look a day for a year, and then some.
const MAX_LOOKS = 400;
const MS_PER_DAY = 86_400_000;

/** The day `days` after a day, both `YYYY-MM-DD`. */
export const dayPlus = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * MS_PER_DAY).toISOString().slice(0, 10);

const daysBetween = (first: string, last: string): number =>
  Math.round((Date.parse(last) - Date.parse(first)) / MS_PER_DAY);

const refusedLooks = (...problems: readonly Problem[]): TableLooks => ({
  schedule: null,
  problems,
});

const emptyDates = async (
  input: InputTable,
  column: string,
): Promise<readonly Problem[]> => {
  const [row] = await input.query(
    `SELECT COUNT(*) AS "blank", MIN(rowid) AS "first" FROM ${table} WHERE ${isBlank(column)} OR NOT isfinite(${quoted(column)})`,
  );
  const blank = Number(row?.['blank']);
  if (blank === 0) return [];
  const first = await input.rowNumber(Number(row?.['first']));
  return [
    dataProblem(
      'EXPOSURE_EMPTY',
      `column '${column}'`,
      `The time of exposure is empty in row ${first}.${moreRows(blank)} A replay needs to know when every unit came: fill it in, or leave out --looks.`,
    ),
  ];
};

const dayOf = (column: string): string =>
  `CAST(CAST(CAST(${quoted(column)} AS TIMESTAMP) AS DATE) AS VARCHAR)`;

// A cluster that goes on growing changes what earlier looks have seen of it:
// the new data is then not independent of the old, as every bound assumes.
const growingClusters = async (
  input: InputTable,
  column: string,
  clusterColumn: string | null,
): Promise<readonly Problem[]> => {
  if (!input.columns.some(({ name }) => name === clusterColumn)) return [];
  const cluster = quoted(clusterColumn ?? '');
  const [row] = await input.query(
    `SELECT CAST(${cluster} AS VARCHAR) AS "cluster", MIN(${dayOf(column)}) AS "first", MAX(${dayOf(column)}) AS "last", COUNT(*) OVER () AS "growing" FROM ${table} WHERE ${cluster} IS NOT NULL GROUP BY ${cluster} HAVING MIN(${dayOf(column)}) <> MAX(${dayOf(column)}) ORDER BY 1 LIMIT 1`,
  );
  return row === undefined
    ? []
    : [
        dataProblem(
          'CLUSTER_GROWS',
          '--looks',
          `Members of cluster '${row['cluster']}' were exposed from ${row['first']} to ${row['last']} (${Number(row['growing'])} such clusters in all). A cluster that grows between looks changes what earlier looks have seen, and no bound holds for that. Name a column with the day on which the whole cluster was assigned, or leave out --looks.`,
        ),
      ];
};

/**
 * The looks at the end of every n-th day from the first exposure to the last,
 * the last day always being one; in UTC, as the portal counts days.
 */
export const checkLooks = async (
  input: InputTable,
  { column, everyDays }: RequestedLooks,
  clusterColumn: string | null,
): Promise<TableLooks> => {
  const type = input.columns.find(({ name }) => name === column)?.type ?? '';
  if (!/^(DATE|TIMESTAMP)/.test(type)) {
    return refusedLooks(
      dataProblem(
        'EXPOSURE_NO_DATE',
        `column '${column}'`,
        `It holds values of type ${type}, not dates or timestamps. Write when each unit was exposed as 2026-05-01 or 2026-05-01 14:30:00, or name another column.`,
      ),
    );
  }
  const empty = await emptyDates(input, column);
  if (empty.length > 0) return refusedLooks(...empty);
  const growing = await growingClusters(input, column, clusterColumn);
  if (growing.length > 0) return refusedLooks(...growing);
  const day = dayOf(column);
  const [row] = await input.query(
    `SELECT MIN(${day}) AS "first", MAX(${day}) AS "last" FROM ${table}`,
  );
  const firstDay = String(row?.['first']);
  const span = daysBetween(firstDay, String(row?.['last']));
  const looks = Math.ceil((span + 1) / everyDays);
  if (looks > MAX_LOOKS) {
    return refusedLooks(
      dataProblem(
        'TOO_MANY_LOOKS',
        '--looks',
        `Exposures run from ${firstDay} to ${String(row?.['last'])}, which makes ${looks} looks; at most ${MAX_LOOKS} are replayed. Look less often, as in --looks ${column}:${Math.ceil((span + 1) / MAX_LOOKS)}, or correct the dates.`,
      ),
    );
  }
  const days = Array.from({ length: looks }, (_, index) =>
    dayPlus(firstDay, Math.min((index + 1) * everyDays - 1, span)),
  );
  return { schedule: { column, firstDay, days }, problems: [] };
};
