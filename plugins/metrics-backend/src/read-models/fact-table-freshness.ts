import { EtudeError } from '@etude/kernel';
import { warehouseIdOf } from '@etude/metrics';
import type { FactTable } from '@etude/metrics';
import type { FactTableFreshness } from '@etude/plugin-metrics-common';
import {
  aggregate,
  ascending,
  cast,
  column,
  compare,
  countRows,
  dateTrunc,
  item,
  printSql,
  select,
  timestamp,
} from '@etude/sql';
import type { Expression, Query } from '@etude/sql';
import { z } from 'zod';
import { sourceRelation } from '@etude/metrics';
import type { QueryRunner } from '../services/query-runner';
import type { Warehouses } from '../services/warehouses';

const DAYS = 14;
const MS_PER_DAY = 86_400_000;
const SOURCE = 'source';

const daysSchema = z.array(
  z.object({ day: z.string(), rows: z.number(), latest: z.string() }),
);
const latestSchema = z
  .array(z.object({ latest: z.string().nullable() }))
  .length(1);

const rowsByDay = (
  factTable: FactTable,
  at: Expression,
  since: Date,
): Query => {
  const day = dateTrunc('day', at);
  return select({
    items: [
      item('day', day),
      item('rows', countRows()),
      item('latest', aggregate('max', at)),
    ],
    from: sourceRelation(factTable.source, SOURCE),
    where: compare(at, '>=', timestamp(since)),
    groupBy: [day],
    orderBy: [ascending(column('day'))],
  });
};

const latestEver = (factTable: FactTable, at: Expression): Query =>
  select({
    items: [item('latest', aggregate('max', at))],
    from: sourceRelation(factTable.source, SOURCE),
  });

/** Rows of each day of the period, 0 for those without, and of days to come. */
const everyDay = (
  counted: z.infer<typeof daysSchema>,
  since: Date,
): FactTableFreshness['days'] => {
  const rows = new Map(counted.map(each => [each.day.slice(0, 10), each.rows]));
  const period = Array.from({ length: DAYS }, (_, index) =>
    new Date(since.getTime() + index * MS_PER_DAY).toISOString().slice(0, 10),
  );
  return [...new Set([...period, ...rows.keys()])]
    .sort()
    .map(date => ({ date, rows: rows.get(date) ?? 0 }));
};

const noTime = ({ id }: FactTable): EtudeError =>
  new EtudeError(
    `Fact table '${id}' names no time of a row, so how fresh it is cannot be told. Choose its time column, where it has one.`,
    { code: 'ETUDE_METRICS_FRESHNESS_NO_TIME', kind: 'user' },
  );

const ask = async (runner: QueryRunner, query: Query, signal: AbortSignal) => {
  const sql = printSql(query, runner.dialect);
  const estimate = await runner.estimate(sql);
  const { rows } = await runner.query(sql, { signal });
  return { estimate, rows };
};

/** The newest time and the rows of the last days, asked of the warehouse. */
export const readFreshness = async (
  factTable: FactTable,
  options: {
    readonly warehouses: Warehouses;
    readonly now: Date;
    readonly signal: AbortSignal;
  },
): Promise<FactTableFreshness> => {
  const { warehouses, now, signal } = options;
  if (factTable.timestampColumn === null) throw noTime(factTable);
  const warehouseId = warehouseIdOf(factTable);
  const { runner } = warehouses.get(warehouseId);
  const at = cast(column(SOURCE, factTable.timestampColumn), 'timestamp');
  const today = now.getTime() - (now.getTime() % MS_PER_DAY);
  const since = new Date(today - (DAYS - 1) * MS_PER_DAY);
  const recent = await ask(runner, rowsByDay(factTable, at, since), signal);
  const days = daysSchema.parse(recent.rows);
  const latest = days
    .map(each => each.latest)
    .sort()
    .at(-1);
  return {
    factTableId: factTable.id,
    warehouseId,
    checkedAt: now.toISOString(),
    since: since.toISOString(),
    latestAt:
      latest ??
      latestSchema.parse(
        (await ask(runner, latestEver(factTable, at), signal)).rows,
      )[0]?.latest ??
      null,
    days: everyDay(days, since),
    estimate: recent.estimate,
  };
};
