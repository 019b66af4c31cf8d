import { EtudeError } from '@etude/kernel';
import type { VerdictReason } from '@etude/lifecycle';
import { wilsonInterval } from '@etude/stats';
import type { LearningRecord } from './learning-rates-record';
import {
  INVALID_REASONS,
  isLostBy,
  isRestart,
  LOSS_REASONS,
} from './learning-rates-record';
import type { LossStep } from './learning-rates-waterfall';
import { waterfallOf } from './learning-rates-waterfall';

/**
 * A share of experiments with its 95 % Wilson interval; `null` where there is
 * no experiment to take a share of.
 */
export type Rate = {
  readonly count: number;
  readonly of: number;
  readonly share: number | null;
  readonly ci: readonly [number, number] | null;
};

/**
 * How precise experiments are: the median of achieved / planned minimum
 * detectable effect. 1 is as planned, 2 finds only effects twice as large.
 */
export type PrecisionSummary = {
  readonly medianRatio: number | null;
  /** Experiments in scope of which the ratio is known. */
  readonly experiments: number;
};

/** Rates over the ended experiments in scope. */
export type RateSummary = {
  /** Ended experiments in scope, restarts apart: the denominator N. */
  readonly experiments: number;
  readonly learning: Rate;
  readonly win: Rate;
  readonly regression: Rate;
  readonly neutral: Rate;
  readonly noLearning: Rate;
  readonly noLearningByReason: readonly {
    readonly reason: VerdictReason;
    readonly rate: Rate;
  }[];
  /** No learning because the experiment was not valid. */
  readonly invalid: Rate;
  /** Restarts of N and restarts together. */
  readonly restart: Rate;
  /** The companion of the rates: they can be bought with coarse plans. */
  readonly precision: PrecisionSummary;
};

/** Rates of a period or a group; `null` below ten experiments. */
export type RateGroup = {
  readonly key: string;
  readonly experiments: number;
  readonly learnings: number;
  readonly rates: RateSummary | null;
};

export type LearningRates = RateSummary & {
  /** Keys like 2026-Q1, oldest first. */
  readonly byQuarter: readonly RateGroup[];
  /** Keys like 2026-03, oldest first. */
  readonly byMonth: readonly RateGroup[];
  /** Keys are owner refs, in alphabetical order. */
  readonly byOwner: readonly RateGroup[];
  /** In alphabetical order; experiments without a surface are in none. */
  readonly bySurface: readonly RateGroup[];
  /** From all ended experiments to the learnings; nothing is left over. */
  readonly waterfall: readonly LossStep[];
};

/** Below this number of experiments a trend is noise and stays hidden. */
export const MIN_EXPERIMENTS_FOR_TREND = 10;

const rateOf = (count: number, of: number): Rate => {
  if (of === 0) return { count, of, share: null, ci: null };
  const result = wilsonInterval({ successes: count, n: of, alpha: 0.05 });
  if (!result.ok) {
    throw new EtudeError(`${count} of ${of} is no rate. Please report this.`, {
      code: 'ETUDE_ANALYSIS_INVALID_RATE',
      kind: 'bug',
      problems: result.problems,
    });
  }
  const { estimate, ci } = result.value;
  return { count, of, share: estimate, ci };
};

const inScope = (records: readonly LearningRecord[]) =>
  records.filter(record => !isRestart(record) && record.class !== 'excluded');

const medianOf = (values: readonly number[]): number | null => {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? Number.NaN;
  const high = sorted[Math.ceil(middle)] ?? Number.NaN;
  return (low + high) / 2;
};

const precisionOf = (counted: readonly LearningRecord[]): PrecisionSummary => {
  const ratios = counted.flatMap(({ mdeRatio }) =>
    mdeRatio === undefined ? [] : [mdeRatio],
  );
  return { medianRatio: medianOf(ratios), experiments: ratios.length };
};

const summarise = (records: readonly LearningRecord[]): RateSummary => {
  const counted = inScope(records);
  const restarts = records.filter(isRestart).length;
  const n = counted.length;
  const rateWhere = (holds: (record: LearningRecord) => boolean): Rate =>
    rateOf(counted.filter(holds).length, n);
  return {
    experiments: n,
    learning: rateWhere(record => record.class !== 'no-learning'),
    win: rateWhere(record => record.class === 'win'),
    regression: rateWhere(record => record.class === 'regression'),
    neutral: rateWhere(record => record.class === 'neutral'),
    noLearning: rateWhere(record => record.class === 'no-learning'),
    noLearningByReason: LOSS_REASONS.map(reason => ({
      reason,
      rate: rateWhere(isLostBy([reason])),
    })),
    invalid: rateWhere(isLostBy(INVALID_REASONS)),
    restart: rateOf(restarts, n + restarts),
    precision: precisionOf(counted),
  };
};

const groupsBy = (
  records: readonly LearningRecord[],
  keyOf: (record: LearningRecord) => string,
): readonly RateGroup[] => {
  const groups = Map.groupBy(records, keyOf);
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, members]) => {
      const rates = summarise(members);
      return {
        key,
        experiments: rates.experiments,
        learnings: rates.learning.count,
        rates: rates.experiments < MIN_EXPERIMENTS_FOR_TREND ? null : rates,
      };
    });
};

const quarterOf = ({ endedAt }: LearningRecord): string => {
  const date = new Date(endedAt);
  return `${date.getUTCFullYear()}-Q${Math.floor(date.getUTCMonth() / 3) + 1}`;
};

const monthOf = ({ endedAt }: LearningRecord): string =>
  new Date(endedAt).toISOString().slice(0, 7);

/**
 * How well an organisation learns: shares of its ended experiments that were
 * a learning, a win, a regression caught or a powered neutral, where
 * learnings were lost, and restarts apart; overall, by quarter and month, by
 * owner and surface; with their precision and the way from all ended
 * experiments to the learnings.
 *
 * Excluded experiments count nowhere. Groups of fewer than ten experiments
 * have counts but no rates.
 */
export const learningRates = (
  records: readonly LearningRecord[],
): LearningRates => ({
  ...summarise(records),
  byQuarter: groupsBy(records, quarterOf),
  byMonth: groupsBy(records, monthOf),
  byOwner: groupsBy(records, ({ owner }) => owner),
  bySurface: groupsBy(
    records.filter(({ surface }) => typeof surface === 'string'),
    ({ surface }) => surface ?? '',
  ),
  waterfall: waterfallOf(records),
});
