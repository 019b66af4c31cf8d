import type {
  AnalysisInput,
  AnalysisResult,
  LookRecord,
} from '@etude/analysis';
import { analyzeExperiment } from '@etude/analysis';
import type { ExperimentPlan } from '@etude/lifecycle';
import type { WarehouseDriver } from '@etude/warehouse';
import type { LookSchedule } from './check-looks';
import { dayPlus } from './check-looks';
import { computeTable } from './compute-table';
import type { TableComputation } from './compute-table';
import { tableAnalysisInput } from './table-analysis-input';
import type { TableExperiment } from './table-experiment';
import { tableQuantiles } from './table-quantiles';
import { rowsUntil } from './table-source';

/** What was known at the end of a day. */
export type ReplayedLook = {
  /** Last day whose exposures are known, `YYYY-MM-DD` (UTC). */
  readonly day: string;
  readonly result: AnalysisResult;
};

/** All looks, and the last of them as the result. */
export type Replay = {
  readonly computation: TableComputation;
  readonly result: AnalysisResult;
  readonly looks: readonly ReplayedLook[];
};

const startOf = (day: string): string => `${day}T00:00:00.000Z`;

/** The part of a computation that was known at the end of a day. */
const knownAt = (
  computation: TableComputation,
  day: string,
): Omit<TableComputation, 'quantiles'> => {
  const isKnown = ({ exposureDate }: { exposureDate: string | null }) =>
    exposureDate !== null && exposureDate <= day;
  const traffic = computation.traffic.filter(isKnown);
  return {
    ...computation,
    moments: computation.moments.filter(isKnown),
    traffic,
    totalUnits: traffic.reduce((sum, { units }) => sum + units, 0),
  };
};

/**
 * What the table told at the end of a day. Units come on one day each, so
 * their days add up; quantiles do not. Clusters are computed from the rows of
 * that time: those in two variants are not counted by day.
 */
const computedAt = async (
  driver: WarehouseDriver,
  experiment: TableExperiment,
  look: {
    readonly looks: LookSchedule;
    readonly day: string;
    readonly whole: TableComputation;
  },
): Promise<TableComputation> => {
  const { looks, day, whole } = look;
  const source = rowsUntil(looks.column, day);
  if (experiment.clusterColumn !== null) {
    const until = startOf(dayPlus(day, 1));
    return computeTable(driver, experiment, { source, until });
  }
  const { rows } = await tableQuantiles(driver, experiment, source);
  return { ...knownAt(whole, day), quantiles: rows };
};

const ended = (input: Omit<AnalysisInput, 'state'>): AnalysisResult =>
  analyzeExperiment({ ...input, state: 'ended', endReason: 'planned-end' });

/**
 * Analyses a table at the end of each day of its schedule, as the portal does
 * while an experiment runs: effects open when the design opens them, and each
 * look knows those before. The last look ends the experiment; a design that
 * ends on precision ends at the first look that finds it.
 */
export const replayLooks = async (
  driver: WarehouseDriver,
  experiment: TableExperiment,
  options: {
    readonly looks: LookSchedule;
    readonly plan: ExperimentPlan;
    readonly whole: TableComputation;
  },
): Promise<Replay> => {
  const { looks, plan, whole } = options;
  const lastDay = looks.days.at(-1) ?? looks.firstDay;
  const endsOnPrecision =
    plan.design.kind === 'fixed-power' || plan.design.kind === 'fixed-width';
  const replayed: ReplayedLook[] = [];
  const pastLooks: LookRecord[] = [];
  for (const day of looks.days) {
    const computation = await computedAt(driver, experiment, {
      looks,
      day,
      whole,
    });
    const input = {
      ...tableAnalysisInput(experiment, plan, computation),
      launchedAt: startOf(looks.firstDay),
      plannedEndAt: startOf(dayPlus(lastDay, 1)),
      now: startOf(dayPlus(day, 1)),
      pastLooks: [...pastLooks],
    };
    const live =
      day === lastDay
        ? undefined
        : analyzeExperiment({ ...input, state: 'live' });
    const isOver =
      live === undefined ||
      (endsOnPrecision && live.progress.stopReachedAt !== undefined);
    const result = isOver ? ended(input) : live;
    replayed.push({ day, result });
    if (isOver) return { computation, result, looks: replayed };
    pastLooks.push(result.look);
  }
  throw new RangeError('The schedule of a replay has no look.');
};
