import { hasErrorCode } from '@etude/kernel';
import {
  UNIT_SAMPLE_SLICES,
  assigningRowsQuery,
  computationQuery,
  mergeComputations,
  readComputationRows,
  sliceCount,
  slicedPlans,
  unitSampleQuery,
} from '@etude/metrics';
import type { ComputationPlan, ComputationResult } from '@etude/metrics';
import { printSql } from '@etude/sql';
import type { Query } from '@etude/sql';
import { WAREHOUSE_ERROR_CODES } from '@etude/warehouse';
import { computeRows } from './compute-rows';
import type { PlannedComputation } from './compute-rows';
import type { RunContext } from './run-recorder';
import type { Warehouse } from './warehouses';

type Computation = Omit<PlannedComputation, 'sql' | 'place'>;

/** Into how many slices units are cut, and why, in a sentence. */
type Cut = { readonly count: number; readonly reason: string };

/**
 * Of the engine's memory; the rest is for reading files, and for a query beside
 * it. Measured with the limit at 512 MB: 3.7 M units in the 8 slices that this
 * comes to peak at 530 MB of the whole process and spill nothing; 6 slices, at
 * 680 MB.
 */
const STATE_SHARE = 0.5;

/** How many more slices there are where the engine's memory was full. */
const MORE = 2;
const LEAST_AGAIN = 4;

const sqlOf = ({ runner }: Warehouse, query: Query): string =>
  printSql(query, runner.dialect);

/** How many rows assign units at most; null where that is not known. */
const rowsAtMost = async ({
  plan,
  warehouse,
}: Computation): Promise<number | null> => {
  try {
    const sql = sqlOf(warehouse, assigningRowsQuery(plan));
    return (await warehouse.runner.estimate(sql)).rows;
  } catch {
    // The computation reads the same rows: what is wrong with them it says
    // itself, beside the SQL that the run keeps.
    return null;
  }
};

/** The number of units, for certain to a few percent. */
const countUnits = async (
  { plan, warehouse }: Computation,
  run: RunContext,
): Promise<number> => {
  const { rows } = await run.query(
    warehouse,
    sqlOf(warehouse, unitSampleQuery(plan)),
  );
  return Number(rows[0]?.['units']) * UNIT_SAMPLE_SLICES;
};

/**
 * The slices that an engine with so much memory needs; null where all units
 * fit. They are counted only where there are so many assignments that they
 * might not.
 */
const neededCut = async (
  computation: Computation,
  run: RunContext,
): Promise<Cut | null> => {
  const { plan, warehouse } = computation;
  if (warehouse.memoryBytes === undefined) return null;
  const bytes = warehouse.memoryBytes * STATE_SHARE;
  const rows = await rowsAtMost(computation);
  if (rows === null || sliceCount(plan, { units: rows, bytes }) === 1) {
    return null;
  }
  const units = await countUnits(computation, run);
  const count = sliceCount(plan, { units, bytes });
  return count === 1
    ? null
    : {
        count,
        reason: `About ${units.toLocaleString('en')} units at once need more memory than the engine has.`,
      };
};

/** The run, whose word on what was read begins with `words` from now on. */
const tellingFirst = async (
  run: RunContext,
  words: string,
): Promise<RunContext> => {
  const setIncrement: RunContext['setIncrement'] = increment =>
    run.setIncrement({ ...increment, reason: `${words} ${increment.reason}` });
  await setIncrement({
    mode: 'full',
    reason: 'Everything was read.',
    reusedParts: null,
    computedParts: null,
  });
  return { ...run, setIncrement };
};

/** One after the other: each needs the memory for itself. */
const computeSlices = async (
  plans: readonly ComputationPlan[],
  computation: Computation,
  run: RunContext,
): Promise<ComputationResult[]> => {
  const { warehouse } = computation;
  const results: ComputationResult[] = [];
  for (const [index, plan] of plans.entries()) {
    const sql = sqlOf(warehouse, computationQuery(plan));
    const place = { query: index + 1, queries: plans.length };
    const rows = await computeRows({ ...computation, plan, sql, place }, run);
    results.push(readComputationRows(rows, sql));
  }
  return results;
};

const computeWhole = async (
  computation: Computation,
  run: RunContext,
): Promise<ComputationResult> => {
  const sql = sqlOf(computation.warehouse, computationQuery(computation.plan));
  return readComputationRows(
    await computeRows({ ...computation, sql }, run),
    sql,
  );
};

const computeCut = async (
  computation: Computation,
  { count, reason }: Cut,
  run: RunContext,
): Promise<ComputationResult> => {
  const { plan, warehouse } = computation;
  const slices = slicedPlans(plan, count);
  if (!slices.ok) {
    const why = slices.problems.map(({ message }) => message).join(' ');
    return computeWhole(
      computation,
      await tellingFirst(run, `${reason} ${why}`),
    );
  }
  const [first, ...others] = await computeSlices(
    slices.value,
    computation,
    await tellingFirst(
      run,
      `${reason} They were computed in ${count} slices, one after the other.`,
    ),
  );
  if (first === undefined) throw new RangeError(`${count} slices are none.`);
  return {
    ...mergeComputations(first, ...others),
    sql: sqlOf(warehouse, computationQuery(plan)),
  };
};

/** More slices, for an engine whose memory was full; null: there can be none. */
const cutAgain = (error: unknown, plan: ComputationPlan, cut: Cut | null) => {
  if (!hasErrorCode(error, WAREHOUSE_ERROR_CODES['out-of-memory'])) return null;
  if (!slicedPlans(plan, LEAST_AGAIN).ok) return null;
  return {
    count: Math.max(LEAST_AGAIN, (cut?.count ?? 1) * MORE),
    reason: `The engine had too little memory for ${cut === null ? 'all units at once' : `${cut.count} slices of the units`}.`,
  };
};

/**
 * What a computation gives, with the whole of it as one query for its SQL.
 * Where its units at once would take more than the engine's memory, or turn
 * out to, it is done in slices of the units, which takes longer, as each slice
 * reads all facts. Rows that arrive meanwhile are seen by the later slices
 * only, as by a refresh that begins a moment later.
 */
export const computeResult = async (
  computation: Computation,
  run: RunContext,
): Promise<ComputationResult> => {
  const cut = await neededCut(computation, run);
  try {
    return await (cut === null
      ? computeWhole(computation, run)
      : computeCut(computation, cut, run));
  } catch (error) {
    const again = cutAgain(error, computation.plan, cut);
    if (run.signal.aborted || again === null) throw error;
    await run.beginAgain();
    return computeCut(computation, again, run);
  }
};
