import type { Clock } from '@etude/kernel';
import { LAKE_TABLES } from '@etude/events';
import type { LakeTable } from '@etude/events';
import type { LakeOverview } from '@etude/plugin-metrics-common';
import {
  aggregate,
  column,
  countRows,
  item,
  printSql,
  select,
  table,
} from '@etude/sql';
import type { QueryRunner } from '../services/query-runner';
import type { ImportStore } from '../stores/import-store';
import { z } from 'zod';

const freshnessSchema = z.object({
  rows: z.number(),
  latest: z.string().nullable(),
});

const freshnessQuery = ({ name, timestampColumn }: LakeTable) =>
  select({
    items: [
      item('rows', countRows()),
      item('latest', aggregate('max', column(timestampColumn))),
    ],
    from: table(name),
  });

export type LakeOverviewOptions = {
  readonly runner: QueryRunner;
  readonly imports: ImportStore;
  readonly clock: Clock;
};

/** What the lake holds at this moment, for its screen and for health checks. */
export const readLakeOverview = async (
  options: LakeOverviewOptions,
): Promise<LakeOverview> => {
  const { runner, imports, clock } = options;
  const tables: LakeOverview['tables'] = [];
  for (const lakeTable of LAKE_TABLES) {
    const sql = printSql(freshnessQuery(lakeTable), runner.dialect);
    const answer = await runner.query(sql);
    const { rows, latest } = freshnessSchema.parse(answer.rows[0]);
    tables.push({
      name: lakeTable.name,
      rows,
      latestAt: latest,
      columns: lakeTable.columns.map(({ name, type }) => ({ name, type })),
    });
  }
  return {
    checkedAt: clock.now().toISOString(),
    tables,
    imports: await imports.list(),
  };
};
