import { and, column, date, isIn, printSql, select, table } from '@etude/sql';
import type {
  IncrementInspection,
  IncrementProgram,
  IncrementStep,
  Query,
  SelectItem,
  SelectQuery,
} from '@etude/sql';
import type { ComputationPlan } from '../computation-plan';
import type { KeptContent, KeptTable } from './kept-content';

/** What every part of a program is made from. */
export type IncrementContext = {
  readonly plan: ComputationPlan;
  readonly inspection: IncrementInspection;
  /** Null: nothing is kept yet. */
  readonly kept: KeptContent | null;
  /** The number of this increment. */
  readonly generation: number;
};

/** The steps for one kept table, and what is kept of it from then on. */
export type TableIncrement = {
  readonly steps: readonly IncrementStep[];
  readonly next: KeptTable;
  readonly days: IncrementProgram['days'][number];
};

/** Who is exposed now, by unit, with the number of the unit in kept rows. */
export const EXPOSURES = 'increment_exposures';

/**
 * The column with the number under which the numbers of a unit are kept: 0 for
 * units that do not count. A unit whose exposure changes gets another, so that
 * what was kept of it before belongs to nobody.
 */
export const KEPT_NUMBER = 'kept_number';

/** The first number that an increment may give. */
export const firstNumber = (generation: number): number => generation * 2 ** 36;

/** The text of a query; increments are of the embedded engine. */
export const sqlOf = (query: Query): string => printSql(query, 'duckdb');

/** A SELECT that is run once. */
export const tableStep = (name: string, query: Query): IncrementStep => ({
  kind: 'table',
  name,
  sql: sqlOf(query),
});

/** A SELECT under a name. */
export const viewStep = (name: string, query: Query): IncrementStep => ({
  kind: 'view',
  name,
  sql: sqlOf(query),
});

/** Rows to keep. */
export const saveStep = (file: string, query: Query): IncrementStep => ({
  kind: 'save',
  file,
  sql: sqlOf(query),
});

/** Rows to read: of a table of the session, of some days or of all. */
export type SessionRows = {
  readonly name: string;
  readonly days: readonly string[] | null;
};

/** Columns of rows to read. */
export const rowsOf = (
  { name, days }: SessionRows,
  items: readonly SelectItem[],
): SelectQuery =>
  select({
    items,
    from: table(name),
    where:
      days === null
        ? null
        : and([
            isIn(
              column('day'),
              days.map(day => date(new Date(day))),
            ),
          ]),
  });
