import {
  and,
  column,
  compare,
  item,
  literal,
  printSql,
  rowNumber,
  select,
  subquery,
  table,
  timestamp,
} from '@etude/sql';
import type { Query } from '@etude/sql';
import { z } from 'zod';
import type { RunContext } from '../services/run-recorder';
import type { Warehouse } from '../services/warehouses';

/** How many events are looked at, at most. */
const MOST_RECENT_EVENTS = 1_000;

const RANKED = 'ranked';

const payloadsSchema = z.array(z.object({ payload: z.string() }));

const payloadsQuery = (event: string, since: Date): Query => {
  const time = column('event_time');
  const ranked = select({
    items: [
      item('payload', column('payload')),
      item(
        'rank',
        rowNumber([], [{ expression: time, direction: 'descending' }]),
      ),
    ],
    from: table('events'),
    where: and([
      compare(column('event'), '=', literal(event)),
      compare(time, '>=', timestamp(since)),
    ]),
  });
  return select({
    items: [item('payload', column('payload'))],
    from: subquery(ranked, RANKED),
    where: compare(column('rank'), '<=', literal(MOST_RECENT_EVENTS)),
  });
};

/** Payloads of the latest events of a name since an instant, in any order. */
export const readRecentPayloads = async (
  run: RunContext,
  asked: {
    readonly lake: Warehouse;
    readonly event: string;
    readonly since: Date;
  },
): Promise<readonly unknown[]> => {
  const { lake, event, since } = asked;
  const sql = printSql(payloadsQuery(event, since), lake.runner.dialect);
  const { rows } = await run.query(lake, sql);
  return payloadsSchema
    .parse(rows)
    .map(({ payload }) => JSON.parse(payload) as unknown);
};
