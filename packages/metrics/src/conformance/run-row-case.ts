import { printSql } from '@etude/sql';
import type { DialectId } from '@etude/sql';
import { computationQuery } from '../computation-query';
import type { ComputationResult } from '../computation-result';
import { planComputation } from '../plan-computation';
import { readComputationRows } from '../read-computation-rows';
import type { ComputationRow } from '../answer-row';
import type { RowCase, RowOutcome } from './row-case';

/** The part of a warehouse driver that a row case needs. */
export type RowDriver = {
  readonly dialect: DialectId;
  readonly query: (
    sql: string,
  ) => Promise<{ readonly rows: readonly ComputationRow[] }>;
};

const computed = async (
  driver: RowDriver,
  { name, request }: RowCase,
): Promise<ComputationResult> => {
  const plan = planComputation(request, driver.dialect);
  if (!plan.ok) {
    throw new Error(`${name} is refused: ${JSON.stringify(plan.problems)}`);
  }
  const sql = printSql(computationQuery(plan.value), driver.dialect);
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
  const answer = ofDriver.get(rowCase.group) ?? computed(driver, rowCase);
  ofDriver.set(rowCase.group, answer);
  return outcomeOf(await answer, rowCase.metricId);
};
