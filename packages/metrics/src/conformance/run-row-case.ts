import { printSql } from '@etude/sql';
import type { DialectId } from '@etude/sql';
import type { ComputationPlan } from '../computation-plan';
import { computationQuery } from '../computation-query';
import type { ComputationResult } from '../computation-result';
import { mergeComputations } from '../merge-computations';
import { planComputation } from '../plan-computation';
import { readComputationRows } from '../read-computation-rows';
import type { ComputationRow } from '../answer-row';
import { slicedPlans } from '../sliced-plans';
import type { RowCase, RowOutcome } from './row-case';

/** The part of a warehouse driver that a row case needs. */
export type RowDriver = {
  readonly dialect: DialectId;
  readonly query: (
    sql: string,
  ) => Promise<{ readonly rows: readonly ComputationRow[] }>;
};

const planOf = (
  { dialect }: RowDriver,
  { name, request }: RowCase,
): ComputationPlan => {
  const plan = planComputation(request, dialect);
  if (plan.ok) return plan.value;
  throw new Error(`${name} is refused: ${JSON.stringify(plan.problems)}`);
};

const computed = async (
  driver: RowDriver,
  plan: ComputationPlan,
): Promise<ComputationResult> => {
  const sql = printSql(computationQuery(plan), driver.dialect);
  const { rows } = await driver.query(sql);
  return readComputationRows(rows, sql);
};

const outcomeOf = (result: ComputationResult, metricId: string): RowOutcome => {
  const { traffic, crossoverUnits, totalUnits } = result;
  const { firstExposureAt, lastExposureAt } = result;
  const ofMetric = <T extends { readonly metricId: string }>(
    rows: readonly T[],
  ): readonly T[] => rows.filter(row => row.metricId === metricId);
  return {
    moments: ofMetric(result.moments),
    uncapped: ofMetric(result.uncapped),
    cap: result.caps[metricId] ?? null,
    quantiles: ofMetric(result.quantiles),
    funnelSteps: ofMetric(result.funnelSteps),
    traffic,
    crossoverUnits,
    totalUnits,
    firstExposureAt,
    lastExposureAt,
  };
};

type Answers = Map<string, Promise<ComputationResult>>;

const answers = new WeakMap<RowDriver, Answers>();

/**
 * What an engine that holds the tables of `rowTables` answers to a case. The
 * query of a group is run once per driver, however many of its cases ask.
 */
export const runRowCase = async (
  driver: RowDriver,
  rowCase: RowCase,
): Promise<RowOutcome> => {
  const ofDriver: Answers =
    answers.get(driver) ?? new Map<string, Promise<ComputationResult>>();
  answers.set(driver, ofDriver);
  const answer =
    ofDriver.get(rowCase.group) ?? computed(driver, planOf(driver, rowCase));
  ofDriver.set(rowCase.group, answer);
  return outcomeOf(await answer, rowCase.metricId);
};

/**
 * What an engine answers to the metric of a case in so many slices of units,
 * put together; null where slices are refused.
 */
export const runSlicedCase = async (
  driver: RowDriver,
  rowCase: RowCase,
  count: number,
): Promise<RowOutcome | null> => {
  const { metricId, request } = rowCase;
  const metrics = request.metrics.filter(({ id }) => id === metricId);
  const alone = { ...rowCase, request: { ...request, metrics } };
  const plans = slicedPlans(planOf(driver, alone), count);
  if (!plans.ok) return null;
  const [first, ...others] = await Promise.all(
    plans.value.map(plan => computed(driver, plan)),
  );
  if (first === undefined) throw new RangeError(`${count} slices are none.`);
  return outcomeOf(mergeComputations(first, ...others), metricId);
};
