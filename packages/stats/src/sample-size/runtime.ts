import { checkFinite, checkPositive } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';

/** What a forecast of the runtime starts from. */
export type RuntimeInput = {
  /**
   * Units first seen on day 1…k of a past period of the same population:
   * cumulative, so never decreasing; one entry per day.
   */
  readonly cumulativeUniqueUnits: readonly number[];
  /** Share of that traffic that enters the experiment, above 0, at most 1. */
  readonly trafficShare: number;
  /** Units needed over all variants, before rounding. */
  readonly requiredTotal: number;
};

/** Forecast of how long exposure has to last; add the metric's window. */
export type Runtime = {
  readonly days: number;
  /** `days` rounded up to full weeks, so that weekdays balance. */
  readonly weeks: number;
  /** False: the curve was extended beyond what was observed. */
  readonly reachedWithinHistory: boolean;
};

const isDecreasing = (curve: readonly number[]): boolean =>
  curve.some((value, i) => i > 0 && value < (curve[i - 1] ?? value));

const checkCurve = (curve: readonly number[]): readonly StatsProblem[] => {
  const problems = curve.flatMap((value, i) =>
    checkFinite(value, `cumulativeUniqueUnits[${i}]`),
  );
  if (curve.length === 0 || isDecreasing(curve)) {
    problems.push({
      code: 'ETUDE_STATS_INVALID_SCHEDULE',
      path: 'cumulativeUniqueUnits',
      message:
        'cumulativeUniqueUnits is empty or decreases: it counts the distinct units seen up to each day.',
    });
  }
  return problems;
};

const EXTENSION_DAYS = 7;

// New units per day over the last week: least-squares slope of the curve.
const recentSlope = (curve: readonly number[]): number => {
  const recent = curve.slice(-EXTENSION_DAYS);
  const centre = (recent.length - 1) / 2;
  let [cross, square] = [0, 0];
  recent.forEach((value, i) => {
    cross += (i - centre) * value;
    square += (i - centre) ** 2;
  });
  return square === 0 ? (recent[0] ?? 0) : cross / square;
};

/**
 * Days of exposure until the required number of units has been seen.
 *
 * The first day k with `share · U(k) ≥ N`; beyond the history the curve is
 * continued as a line from its last point with the slope of the last seven
 * days. A single day of history is taken as its own slope. Refused when the
 * curve has become flat below N.
 */
export const estimateRuntime = (input: RuntimeInput): StatsResult<Runtime> => {
  const { cumulativeUniqueUnits: curve, trafficShare, requiredTotal } = input;
  const refusal = refusalOf([
    ...checkCurve(curve),
    ...checkPositive(trafficShare, 'trafficShare'),
    ...(trafficShare > 1
      ? [
          {
            code: 'ETUDE_STATS_INVALID_PROBABILITY' as const,
            path: 'trafficShare',
            message: `trafficShare is ${trafficShare}: a share is at most 1.`,
          },
        ]
      : []),
    ...checkPositive(requiredTotal, 'requiredTotal'),
  ]);
  if (refusal) return refusal;
  const reachedAt = curve.findIndex(
    units => trafficShare * units >= requiredTotal,
  );
  if (reachedAt >= 0) {
    const days = reachedAt + 1;
    return computed({
      days,
      weeks: Math.ceil(days / 7),
      reachedWithinHistory: true,
    });
  }
  const slope = recentSlope(curve);
  if (!(slope > 0)) {
    return refusedWith({
      code: 'ETUDE_STATS_TOO_FEW_UNITS',
      path: 'cumulativeUniqueUnits',
      message: `No new units arrive any more, so ${requiredTotal} are never reached. Raise the traffic share or the effect to detect.`,
    });
  }
  const missing = requiredTotal / trafficShare - (curve.at(-1) ?? 0);
  const days = curve.length + Math.ceil(missing / slope);
  return computed({
    days,
    weeks: Math.ceil(days / 7),
    reachedWithinHistory: false,
  });
};
