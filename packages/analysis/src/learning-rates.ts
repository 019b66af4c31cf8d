import { EtudeError } from '@etude/kernel';
import type { VerdictClass, VerdictReason } from '@etude/lifecycle';
import { wilsonInterval } from '@etude/stats';

/** The verdict of one ended experiment, as far as rates need it. */
export type LearningRecord = {
  readonly class: VerdictClass;
  readonly reason?: VerdictReason | undefined;
  /** ISO 8601; its quarter is taken in UTC. */
  readonly endedAt: string;
  readonly owner: string;
  /** True when it was ended to be started again. */
  readonly restart?: boolean | undefined;
};

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
};

/** Rates of a quarter or an owner; `null` below ten experiments. */
export type RateGroup = {
  readonly key: string;
  readonly experiments: number;
  readonly learnings: number;
  readonly rates: RateSummary | null;
};

export type LearningRates = RateSummary & {
  /** Keys like 2026-Q1, oldest first. */
  readonly byQuarter: readonly RateGroup[];
  /** Keys are owner refs, in alphabetical order. */
  readonly byOwner: readonly RateGroup[];
};

/** Below this number of experiments a trend is noise and stays hidden. */
export const MIN_EXPERIMENTS_FOR_TREND = 10;

const INVALID: readonly VerdictReason[] = [
  'NO_EXPOSURE',
  'CONFIG_ERROR',
  'SRM',
  'PRE_EXPOSURE_BIAS',
  'CROSSOVER',
  'DATA_MISSING',
];

const REASONS: readonly VerdictReason[] = [
  ...INVALID,
  'ABORTED_EARLY',
  'UNDERPOWERED',
  'NO_POWER_TARGET',
];

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

const isRestart = (record: LearningRecord): boolean =>
  record.restart === true || record.class === 'restart';

const inScope = (records: readonly LearningRecord[]) =>
  records.filter(record => !isRestart(record) && record.class !== 'excluded');

const summarise = (records: readonly LearningRecord[]): RateSummary => {
  const counted = inScope(records);
  const restarts = records.filter(isRestart).length;
  const n = counted.length;
  const rateWhere = (holds: (record: LearningRecord) => boolean): Rate =>
    rateOf(counted.filter(holds).length, n);
  const byReason = (reasons: readonly VerdictReason[]) =>
    rateWhere(
      record =>
        record.class === 'no-learning' &&
        record.reason !== undefined &&
        reasons.includes(record.reason),
    );
  return {
    experiments: n,
    learning: rateWhere(record => record.class !== 'no-learning'),
    win: rateWhere(record => record.class === 'win'),
    regression: rateWhere(record => record.class === 'regression'),
    neutral: rateWhere(record => record.class === 'neutral'),
    noLearning: rateWhere(record => record.class === 'no-learning'),
    noLearningByReason: REASONS.map(reason => ({
      reason,
      rate: byReason([reason]),
    })),
    invalid: byReason(INVALID),
    restart: rateOf(restarts, n + restarts),
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

/**
 * How well an organisation learns: shares of its ended experiments that were
 * a learning, a win, a regression caught or a powered neutral, where
 * learnings were lost, and restarts apart; overall, by quarter and by owner.
 *
 * Excluded experiments count nowhere. Groups of fewer than ten experiments
 * have counts but no rates.
 */
export const learningRates = (
  records: readonly LearningRecord[],
): LearningRates => ({
  ...summarise(records),
  byQuarter: groupsBy(records, quarterOf),
  byOwner: groupsBy(records, ({ owner }) => owner),
});
