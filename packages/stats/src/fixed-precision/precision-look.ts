import { checkFinite } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { estimateRuntime } from '../sample-size/runtime';
import type { BurnIn, BurnInMissing, BurnInSample } from './burn-in';
import { BURN_IN, checkBurnIn, missingForBurnIn } from './burn-in';

/** When a look is made. Data must end with the last complete day. */
export type LookMoment = {
  /**
   * Units of the whole experiment by the end of each complete day since the
   * start, oldest first: cumulative, so never decreasing.
   */
  readonly unitsByCompleteDay: readonly number[];
  /** Days or weeks at whose end the experiment may stop; default `day`. */
  readonly stopAfter?: 'day' | 'week';
  /** Default {@link BURN_IN}. */
  readonly burnIn?: Partial<BurnIn>;
};

/** How precise a metric has to be, and is. */
export type PrecisionProgress = {
  /** Share of the required units that are there; 1 or more has reached it. */
  readonly progress: number;
};

/**
 * One metric (of one treatment variant) at a look. A `problem` never becomes
 * precise by waiting; the others do not stop for it but the look does.
 */
export type MetricPrecisionLook<C extends PrecisionProgress> =
  | {
      readonly id: string;
      readonly state: 'problem';
      readonly problems: readonly StatsProblem[];
    }
  | {
      readonly id: string;
      readonly state: 'burn-in';
      readonly missing: BurnInMissing;
    }
  | {
      readonly id: string;
      readonly state: 'collecting' | 'reached';
      readonly check: C;
    };

/** When the slowest metric will be precise enough, if units keep coming. */
export type ProjectedFinish = {
  /** Complete days from the start, in full weeks when stopping after weeks. */
  readonly completeDays: number;
  readonly daysLeft: number;
};

/**
 * Where a design that stops on precision stands. It is made of counts and
 * variances only: all of it may be shown while the experiment runs and
 * effects are closed.
 */
export type PrecisionLook<C extends PrecisionProgress> = {
  /** That of the metric that is least far. */
  readonly state: 'problem' | 'burn-in' | 'collecting' | 'reached';
  /** All metrics have reached it, at the end of a day (or week). */
  readonly mayStop: boolean;
  readonly completeDays: number;
  /** Of the slowest metric; null before the end of its burn-in. */
  readonly progress: number | null;
  /** Null when there is no progress yet or no new units arrive. */
  readonly projectedFinish: ProjectedFinish | null;
  readonly metrics: readonly MetricPrecisionLook<C>[];
};

/** A metric that a design watches. */
export type WatchedMetric = BurnInSample & { readonly id: string };

const lookAt = <M extends WatchedMetric, C extends PrecisionProgress>(
  metric: M,
  burnIn: BurnIn,
  check: (metric: M) => StatsResult<C>,
): MetricPrecisionLook<C> => {
  const { id } = metric;
  const missing = missingForBurnIn(metric, burnIn);
  if (Object.keys(missing).length > 0) return { id, state: 'burn-in', missing };
  const checked = check(metric);
  if (!checked.ok) return { id, state: 'problem', problems: checked.problems };
  const state = checked.value.progress >= 1 ? 'reached' : 'collecting';
  return { id, state, check: checked.value };
};

const SLOWEST_FIRST = ['problem', 'burn-in', 'collecting', 'reached'] as const;

const projected = (
  moment: LookMoment,
  progress: number,
): ProjectedFinish | null => {
  const days = moment.unitsByCompleteDay.length;
  const units = moment.unitsByCompleteDay.at(-1) ?? 0;
  const runtime = estimateRuntime({
    cumulativeUniqueUnits: moment.unitsByCompleteDay,
    trafficShare: 1,
    requiredTotal: units / progress,
  });
  // Refused when no units arrive any more: no date is better than a wrong one.
  if (!runtime.ok) return null;
  const needed = Math.max(days, runtime.value.days);
  const completeDays =
    moment.stopAfter === 'week' ? Math.ceil(needed / 7) * 7 : needed;
  return { completeDays, daysLeft: completeDays - days };
};

const checkMoment = (moment: LookMoment): readonly StatsProblem[] => {
  const units = moment.unitsByCompleteDay;
  const decreases = units.some((n, i) => n < (units[i - 1] ?? 0));
  return [
    ...units.flatMap((n, i) => checkFinite(n, `unitsByCompleteDay[${i}]`)),
    ...(decreases
      ? [
          {
            code: 'ETUDE_STATS_INVALID_SCHEDULE' as const,
            path: 'unitsByCompleteDay',
            message:
              'unitsByCompleteDay decreases: it counts all units seen up to the end of each day. Give cumulative counts.',
          },
        ]
      : []),
  ];
};

const noMetrics: StatsProblem = {
  code: 'ETUDE_STATS_EMPTY',
  path: 'metrics',
  message:
    'metrics is empty: a design that stops on precision needs at least one metric whose precision counts.',
};

/**
 * A look over all metrics of a design that stops on precision, each judged by
 * `check` once its burn-in is over.
 */
export const precisionLook = <
  M extends WatchedMetric,
  C extends PrecisionProgress,
>(
  input: LookMoment & { readonly metrics: readonly M[] },
  check: (metric: M) => StatsResult<C>,
): StatsResult<PrecisionLook<C>> => {
  const burnIn = { ...BURN_IN, ...input.burnIn };
  const refusal = refusalOf([
    ...(input.metrics.length > 0 ? [] : [noMetrics]),
    ...checkBurnIn(burnIn, input.metrics),
    ...checkMoment(input),
  ]);
  if (refusal) return refusal;
  const metrics = input.metrics.map(metric => lookAt(metric, burnIn, check));
  const state =
    SLOWEST_FIRST.find(name => metrics.some(look => look.state === name)) ??
    'problem';
  const shares = metrics.flatMap(look =>
    'check' in look ? [look.check.progress] : [],
  );
  const isMeasured = shares.length === metrics.length;
  const progress = isMeasured ? Math.min(...shares) : null;
  const completeDays = input.unitsByCompleteDay.length;
  const period = input.stopAfter === 'week' ? 7 : 1;
  const isPeriodOver = completeDays > 0 && completeDays % period === 0;
  return computed({
    state,
    mayStop: state === 'reached' && isPeriodOver,
    completeDays,
    progress,
    projectedFinish: progress === null ? null : projected(input, progress),
    metrics,
  });
};
