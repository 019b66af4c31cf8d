import { isEtudeError } from '@etude/kernel';
import { planIncrement } from '@etude/metrics';
import type { ComputationPlan, WholeMetric } from '@etude/metrics';
import type { RunIncrement } from '@etude/plugin-metrics-common';
import { runIncrement } from '@etude/warehouse';
import type { IncrementResult, WarehouseRow } from '@etude/warehouse';
import type { QueryPlace } from './run-queries';
import type { RunContext } from './run-recorder';
import type { Warehouse } from './warehouses';

export type PlannedComputation = {
  readonly plan: ComputationPlan;
  /** The whole computation as one query. */
  readonly sql: string;
  readonly warehouse: Warehouse;
  readonly now: Date;
  /** Which of several computations of the run it is; the only one if left out. */
  readonly place?: QueryPlace;
};

// Keeping days costs more than reading them once, and pays when there will
// be another: an analysis that ended this long ago has none to come.
const ENDED_MS = 86_400_000;

const daysText = (days: number): string =>
  `${days} ${days === 1 ? 'day' : 'days'}`;

const wholeText = (whole: readonly WholeMetric[]): string =>
  whole
    .map(({ metricId, reason }) => ` ${metricId} is computed whole: ${reason}`)
    .join('');

/** What an increment spared and read, as a run keeps it. */
export const incrementOf = (
  { days }: Pick<IncrementResult, 'days'>,
  whole: readonly WholeMetric[],
): RunIncrement => {
  const reused = days.reduce((sum, table) => sum + table.reused, 0);
  const read = days.reduce((sum, table) => sum + table.read, 0);
  const tables = days
    .map(
      table =>
        `${table.table} ${daysText(table.reused)} kept, ${daysText(table.read)} read`,
    )
    .join('; ');
  return {
    mode: 'incremental',
    reason: `${reused === 0 ? 'Nothing was kept yet, so everything was read' : 'Only what had changed was read'}: ${tables}.${wholeText(whole)}`,
    reusedParts: reused,
    computedParts: read,
  };
};

const fullBecause = (reason: string): RunIncrement => ({
  mode: 'full',
  reason,
  reusedParts: null,
  computedParts: null,
});

const notKept = ({ days }: Pick<IncrementResult, 'days'>): RunIncrement =>
  fullBecause(
    `Everything was read, and nothing is kept, because that is quicker for so little: ${days.map(({ table, read }) => `${table} ${daysText(read)}`).join('; ')}.`,
  );

/** A fault of what is kept, which must not keep people from their result. */
const isOurs = (error: unknown): boolean =>
  !isEtudeError(error) || error.kind === 'bug';

/**
 * The rows of a computation: where the warehouse keeps what it computed
 * before, only what changed since is read, else everything; an analysis that
 * ended is read at once. The run says which, and why.
 */
export const computeRows = async (
  { plan, sql, warehouse, now, place }: PlannedComputation,
  run: RunContext,
): Promise<readonly WarehouseRow[]> => {
  const full = async (reason: string) => {
    await run.setIncrement(fullBecause(reason));
    return (await run.query(warehouse, sql, place)).rows;
  };
  const { increments, keepFromBytes } = warehouse;
  if (!increments) return (await run.query(warehouse, sql, place)).rows;
  if (now.getTime() - Date.parse(plan.until) > ENDED_MS) {
    return full(
      'Everything was read: the analysis has ended, so no later one would be spared anything.',
    );
  }
  const planned = planIncrement(plan, { keepFromBytes });
  if (!planned.ok) {
    return full(`Everything was read.${wholeText(planned.wholeMetrics)}`);
  }
  try {
    const result = await run.ask({
      warehouse,
      sql,
      ...(place ? { place } : {}),
      answer: signal => runIncrement(increments, planned.value, { signal }),
    });
    const isRead =
      result.isKept || result.days.some(({ reused }) => reused > 0);
    await run.setIncrement(
      isRead
        ? incrementOf(result, planned.value.wholeMetrics)
        : notKept(result),
    );
    return result.rows;
  } catch (error) {
    if (run.signal.aborted || !isOurs(error)) throw error;
    await increments.forget(planned.value.id);
    return full(
      `Everything was read, because what is kept could not be used: ${String(error)}. Please report this.`,
    );
  }
};
