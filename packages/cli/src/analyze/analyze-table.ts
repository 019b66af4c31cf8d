import type { AnalysisResult } from '@etude/analysis';
import { analyzeExperiment } from '@etude/analysis';
import type { ExperimentPlan } from '@etude/lifecycle';
import type { WarehouseDriver } from '@etude/warehouse';
import { computeTable } from './compute-table';
import type { TableComputation } from './compute-table';
import type { MemberAnalysis } from './member-analysis';
import { analyzeMembers } from './member-analysis';
import type { Replay, ReplayedLook } from './replay-looks';
import { replayLooks } from './replay-looks';
import { tableAnalysisInput } from './table-analysis-input';
import type { TableExperiment } from './table-experiment';
import { rowsUntil, WHOLE_TABLE } from './table-source';

/** What was computed from the table, and what it says. */
export type TableAnalysis = {
  /** With the planned number of units, where the table gave it. */
  readonly plan: ExperimentPlan;
  /** Of all rows of the file. */
  readonly whole: TableComputation;
  /** Of the look that the result is of: the last one. */
  readonly computation: TableComputation;
  readonly result: AnalysisResult;
  /** Empty without `--looks`. */
  readonly looks: readonly ReplayedLook[];
  /** Null unless clusters were assigned. */
  readonly members: MemberAnalysis | null;
};

/** Units over all variants, crossovers left out. */
const unitsOf = ({ traffic }: TableComputation): number =>
  traffic.reduce((sum, { units }) => sum + units, 0);

const plannedFor = (
  { plan, plannedUnits }: TableExperiment,
  whole: TableComputation,
): ExperimentPlan =>
  plan.design.kind === 'group-sequential' && plannedUnits === null
    ? { ...plan, requiredUnits: unitsOf(whole) }
    : plan;

const onceAt = (
  experiment: TableExperiment,
  plan: ExperimentPlan,
  at: { readonly computation: TableComputation; readonly now: string },
): Replay => ({
  computation: at.computation,
  result: analyzeExperiment({
    ...tableAnalysisInput(experiment, plan, at.computation),
    state: 'ended',
    endReason: 'planned-end',
    launchedAt: null,
    plannedEndAt: null,
    now: at.now,
  }),
  looks: [],
});

/**
 * Analyses a checked table the way the portal analyses an ended experiment:
 * one query for the moments of all metrics, then the decision rule on them;
 * with looks, once for each of them, every look knowing those before.
 * `now` is an ISO instant; a table without times does not depend on it.
 */
export const analyzeTable = async (
  driver: WarehouseDriver,
  experiment: TableExperiment,
  now: string,
): Promise<TableAnalysis> => {
  const { looks } = experiment;
  const whole = await computeTable(driver, experiment, {
    source: WHOLE_TABLE,
    until: now,
  });
  const plan = plannedFor(experiment, whole);
  const replay =
    looks === null
      ? onceAt(experiment, plan, { computation: whole, now })
      : await replayLooks(driver, experiment, { looks, plan, whole });
  const lastDay = replay.looks.at(-1)?.day;
  const members = await analyzeMembers(driver, experiment, {
    source:
      looks === null || lastDay === undefined
        ? WHOLE_TABLE
        : rowsUntil(looks.column, lastDay),
    until: now,
  });
  return { plan, whole, ...replay, members };
};
