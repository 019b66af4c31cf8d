import { EtudeError } from '@etude/kernel';
import { sourceRelation, warehouseIdOf } from '@etude/metrics';
import type { FactTable } from '@etude/metrics';
import type {
  FactTableFreshness,
  Freshness,
} from '@etude/plugin-metrics-common';
import {
  aggregate,
  and,
  ascending,
  cast,
  column,
  compare,
  countRows,
  date,
  dateTrunc,
  item,
  literal,
  printSql,
  select,
  table,
  timestamp,
} from '@etude/sql';
import type { Expression, Query, Relation } from '@etude/sql';
import { z } from 'zod';
import { dayCompleteness } from '../services/day-completeness';
import type { RowWords } from '../services/day-completeness';
import type { QueryRunner } from '../services/query-runner';
import type { Warehouses } from '../services/warehouses';

/** Two whole weeks, so that each day has its like in the other, and today. */
const DAYS = 15;
const MS_PER_DAY = 86_400_000;
const SOURCE = 'source';

const daysSchema = z.array(
  z.object({ day: z.string(), rows: z.number(), latest: z.string() }),
);
const latestSchema = z
  .array(z.object({ latest: z.string().nullable() }))
  .length(1);

/** Rows with a time, as one asks for them. */
type TimedRows = {
  readonly from: Relation;
  readonly at: Expression;
  /** Which of the rows of `from`; all when left out. */
  readonly only?: Expression;
  /** The day of the folder that a row is in, where rows are in such folders. */
  readonly folder?: Expression;
  readonly words: RowWords;
};

type Asking = {
  readonly runner: QueryRunner;
  readonly now: Date;
  readonly signal: AbortSignal;
};

const rowsByDay = (rows: TimedRows, since: Date): Query => {
  const { at, only, folder } = rows;
  const day = dateTrunc('day', at);
  return select({
    items: [
      item('day', day),
      item('rows', countRows()),
      item('latest', aggregate('max', at)),
    ],
    from: rows.from,
    where: and([
      ...(folder ? [compare(folder, '>=', date(since))] : []),
      compare(at, '>=', timestamp(since)),
      ...(only ? [only] : []),
    ]),
    groupBy: [day],
    orderBy: [ascending(column('day'))],
  });
};

const latestEver = ({ from, at, only }: TimedRows): Query =>
  select({
    items: [item('latest', aggregate('max', at))],
    from,
    ...(only && { where: only }),
  });

/** Rows of each day of the period, 0 for those without, and of days to come. */
const everyDay = (
  counted: z.infer<typeof daysSchema>,
  since: Date,
): Freshness['days'] => {
  const rows = new Map(counted.map(each => [each.day.slice(0, 10), each.rows]));
  const period = Array.from({ length: DAYS }, (_, index) =>
    new Date(since.getTime() + index * MS_PER_DAY).toISOString().slice(0, 10),
  );
  return [...new Set([...period, ...rows.keys()])]
    .sort()
    .map(day => ({ date: day, rows: rows.get(day) ?? 0 }));
};

const noTime = ({ id }: FactTable): EtudeError =>
  new EtudeError(
    `Fact table '${id}' names no time of a row, so how fresh it is cannot be told. Choose its time column, where it has one.`,
    { code: 'ETUDE_METRICS_FRESHNESS_NO_TIME', kind: 'user' },
  );

const ask = async ({ runner, signal }: Asking, query: Query) => {
  const sql = printSql(query, runner.dialect);
  const estimate = await runner.estimate(sql);
  const { rows } = await runner.query(sql, { signal });
  return { estimate, rows };
};

/** The newest time and the rows of the last days, asked of the warehouse. */
const readFreshness = async (
  rows: TimedRows,
  asking: Asking,
): Promise<Freshness> => {
  const { now } = asking;
  const today = now.getTime() - (now.getTime() % MS_PER_DAY);
  const since = new Date(today - (DAYS - 1) * MS_PER_DAY);
  const recent = await ask(asking, rowsByDay(rows, since));
  const counted = daysSchema.parse(recent.rows);
  const latest = counted
    .map(each => each.latest)
    .sort()
    .at(-1);
  const days = everyDay(counted, since);
  return {
    checkedAt: now.toISOString(),
    since: since.toISOString(),
    latestAt:
      latest ??
      latestSchema.parse((await ask(asking, latestEver(rows))).rows)[0]
        ?.latest ??
      null,
    days,
    completeness: dayCompleteness(days, {
      today: new Date(today).toISOString().slice(0, 10),
      words: rows.words,
    }),
    estimate: recent.estimate,
  };
};

/**
 * How fresh and complete a fact table is.
 *
 * @throws ETUDE_METRICS_FRESHNESS_NO_TIME, and what its warehouse throws
 */
export const readFactTableFreshness = async (
  factTable: FactTable,
  options: Omit<Asking, 'runner'> & { readonly warehouses: Warehouses },
): Promise<FactTableFreshness> => {
  if (factTable.timestampColumn === null) throw noTime(factTable);
  const warehouseId = warehouseIdOf(factTable);
  const { runner } = options.warehouses.get(warehouseId);
  const rows = {
    from: sourceRelation(factTable.source, SOURCE),
    at: cast(column(SOURCE, factTable.timestampColumn), 'timestamp'),
    words: { one: 'row', many: 'rows' },
  };
  const freshness = await readFreshness(rows, { ...options, runner });
  return { factTableId: factTable.id, warehouseId, ...freshness };
};

/** How fresh and complete the events of a name are, in the lake. */
export const readEventFreshness = (
  event: string,
  asking: Asking,
): Promise<Freshness> =>
  readFreshness(
    {
      from: table('events', SOURCE),
      at: column(SOURCE, 'event_time'),
      only: compare(column(SOURCE, 'event'), '=', literal(event)),
      folder: column(SOURCE, 'date'),
      words: { one: 'event', many: 'events' },
    },
    asking,
  );
