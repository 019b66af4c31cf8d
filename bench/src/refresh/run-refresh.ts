import {
  computationQuery,
  planComputation,
  readComputationRows,
} from '@etude/metrics';
import type { ComputationRow, Metric, MomentsRow } from '@etude/metrics';
import { printSql } from '@etude/sql';
import type { DialectId } from '@etude/sql';
import { METRICS, refreshRequest } from './refresh-request';
import { RIVAL_METRICS, rivalSql } from './rival-sql';

/** The part of a warehouse driver that a refresh needs. */
export type RefreshEngine = {
  readonly dialect: DialectId;
  readonly query: (
    sql: string,
  ) => Promise<{ readonly rows: readonly ComputationRow[] }>;
};

/** A refresh as the portal does it: plan, SQL, engine, rows read back. */
export const refresh = async (
  driver: RefreshEngine,
  metrics: readonly Metric[],
): Promise<readonly MomentsRow[]> => {
  const plan = planComputation(refreshRequest(metrics), driver.dialect);
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  const sql = printSql(computationQuery(plan.value), driver.dialect);
  const { rows } = await driver.query(sql);
  const { moments } = readComputationRows(rows, sql);
  for (const { id } of metrics) {
    if (moments.some(row => row.metricId === id && row.n > 0)) continue;
    throw new Error(`The refresh gave nothing for metric '${id}'.`);
  }
  return moments;
};

const SAME = 1e-9;

/** Both ways have to mean the same, or their speeds cannot be compared. */
export const checkRival = async (driver: RefreshEngine): Promise<void> => {
  const moments = await refresh(driver, METRICS);
  const { rows } = await driver.query(rivalSql(RIVAL_METRICS));
  for (const [index, { name }] of RIVAL_METRICS.entries()) {
    for (const row of rows) {
      const ours = moments.filter(
        ({ metricId, variant }) =>
          metricId === name && variant === row['variant'],
      );
      const n = ours.reduce((sum, cell) => sum + cell.n, 0);
      const total = ours.reduce((sum, cell) => sum + cell.n * cell.mean, 0);
      const theirs = Number(row[`sum${index}`]);
      const differs = Math.abs(total - theirs) > SAME * Math.abs(theirs);
      if (n !== Number(row[`n${index}`]) || differs) {
        throw new Error(
          `Metric '${name}' of '${String(row['variant'])}' is ${n} units with ${total}; the rival's SQL says ${String(row[`n${index}`])} with ${theirs}.`,
        );
      }
    }
  }
};
