import { EtudeError } from '@etude/kernel';
import { sourceRelation, warehouseIdOf } from '@etude/metrics';
import type { FactTable } from '@etude/metrics';
import { bytesText } from '@etude/plugin-metrics-common';
import {
  and,
  cast,
  column,
  compare,
  countRows,
  isNull,
  item,
  literal,
  not,
  printSql,
  rowNumber,
  select,
  subquery,
  timestamp,
} from '@etude/sql';
import type { Query } from '@etude/sql';
import { z } from 'zod';
import type { Warehouses } from '../services/warehouses';

const SOURCE = 'source';
const COUNTED = 'counted';
const RANKED = 'ranked';
const DAYS = 28;
const MS_PER_DAY = 86_400_000;
const MOST_VALUES = 50;
/** A help while typing is not worth a large scan. */
const MOST_BYTES = 2_000_000_000;

const valuesSchema = z.array(z.object({ value: z.string() }));

const valuesQuery = (
  factTable: FactTable,
  name: string,
  since: Date,
): Query => {
  const value = cast(column(SOURCE, name), 'text');
  const { timestampColumn } = factTable;
  const counted = select({
    items: [item('value', value), item('rows', countRows())],
    from: sourceRelation(factTable.source, SOURCE),
    where: and([
      not(isNull(column(SOURCE, name))),
      ...(timestampColumn === null
        ? []
        : [
            compare(
              cast(column(SOURCE, timestampColumn), 'timestamp'),
              '>=',
              timestamp(since),
            ),
          ]),
    ]),
    groupBy: [value],
  });
  const rank = rowNumber(
    [],
    [
      { expression: column('rows'), direction: 'descending' },
      { expression: column('value'), direction: 'ascending' },
    ],
  );
  const ranked = select({
    items: [item('value', column('value')), item('rank', rank)],
    from: subquery(counted, COUNTED),
  });
  return select({
    items: [item('value', column('value')), item('rank', column('rank'))],
    from: subquery(ranked, RANKED),
    where: compare(column('rank'), '<=', literal(MOST_VALUES)),
    orderBy: [{ expression: column('rank'), direction: 'ascending' }],
  });
};

const tooLarge = (bytes: number): EtudeError =>
  new EtudeError(
    `The values were not looked up: the warehouse expects that to read ${bytesText(bytes)}, and ${bytesText(MOST_BYTES)} are allowed for it. Type the value instead.`,
    { code: 'ETUDE_METRICS_QUERY_TOO_LARGE', kind: 'user' },
  );

/**
 * Values of a column over the last 28 days, most frequent first, at most 50.
 *
 * @throws ETUDE_METRICS_QUERY_TOO_LARGE, and what the warehouse throws
 */
export const readColumnValues = async (
  factTable: FactTable,
  name: string,
  options: {
    readonly warehouses: Warehouses;
    readonly now: Date;
    readonly signal: AbortSignal;
  },
): Promise<string[]> => {
  const { warehouses, now, signal } = options;
  const { runner } = warehouses.get(warehouseIdOf(factTable));
  const since = new Date(now.getTime() - DAYS * MS_PER_DAY);
  const sql = printSql(valuesQuery(factTable, name, since), runner.dialect);
  const { bytes } = await runner.estimate(sql);
  if (bytes !== null && bytes > MOST_BYTES) throw tooLarge(bytes);
  const { rows } = await runner.query(sql, { signal });
  return valuesSchema.parse(rows).map(({ value }) => value);
};
