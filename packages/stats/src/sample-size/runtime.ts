import { studentTUpperQuantile } from '../distributions/student-t';
import { checkCount, checkFinite, checkPositive } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf, refusedWith } from '../result';
import { arrivalVariation } from './arrival-variation';

/** How units arrived in a past period of the same population. */
export type ArrivalHistory = {
  /**
   * Units first seen on day 1…k: cumulative, so never decreasing; one entry
   * per day.
   */
  readonly cumulativeUniqueUnits: readonly number[];
  /** Share of that traffic that enters the experiment, above 0, at most 1. */
  readonly trafficShare: number;
};

/** What a forecast of the runtime starts from. */
export type RuntimeInput = ArrivalHistory & {
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
  /**
   * Days bounded with 90 % confidence; the upper end is Infinity when the rate
   * of arrival may be 0. Left out when the history is too short for one.
   */
  readonly interval?: readonly [low: number, high: number];
};

const isDecreasing = (curve: readonly number[]): boolean =>
  curve.some((value, i) => i > 0 && value < (curve[i - 1] ?? value));

const checkHistory = ({
  cumulativeUniqueUnits: curve,
  trafficShare,
}: ArrivalHistory): readonly StatsProblem[] => {
  const problems = curve.flatMap((value, i) =>
    checkFinite(value, `cumulativeUniqueUnits[${i}]`),
  );
  if (curve.length === 0 || isDecreasing(curve) || (curve[0] ?? 0) < 0) {
    problems.push({
      code: 'ETUDE_STATS_INVALID_SCHEDULE',
      path: 'cumulativeUniqueUnits',
      message:
        'cumulativeUniqueUnits is empty, negative or decreases: it counts the distinct units seen up to each day.',
    });
  }
  problems.push(...checkPositive(trafficShare, 'trafficShare'));
  if (trafficShare > 1) {
    problems.push({
      code: 'ETUDE_STATS_INVALID_PROBABILITY',
      path: 'trafficShare',
      message: `trafficShare is ${trafficShare}: a share is at most 1.`,
    });
  }
  return problems;
};

const EXTENSION_DAYS = 7;
const TAIL = 0.05;
// Ten years: beyond it a forecast from weeks of history says nothing.
const MAX_DAYS = 3650;

type Line = {
  /** New units per day. */
  readonly slope: number;
  /** Variance of the slope over that of one day's new units. */
  readonly spread: number;
};

// Least-squares slope of the last week of the curve.
const recentLine = (curve: readonly number[]): Line => {
  const recent = curve.slice(-EXTENSION_DAYS);
  const centre = (recent.length - 1) / 2;
  let [cross, square] = [0, 0];
  recent.forEach((value, i) => {
    cross += (i - centre) * value;
    square += (i - centre) ** 2;
  });
  if (square === 0) return { slope: recent[0] ?? 0, spread: 1 };
  // A day's new units are part of the curve from that day on.
  let [weight, spread] = [0, 0];
  for (let i = recent.length - 1; i > 0; i -= 1) {
    weight += (i - centre) / square;
    spread += weight * weight;
  }
  return { slope: cross / square, spread };
};

// A fitted line would take a weekend at the end of the history for a trend.
const weekLine = (curve: readonly number[]): Line => ({
  slope:
    ((curve.at(-1) ?? 0) - (curve.at(-1 - EXTENSION_DAYS) ?? 0)) /
    EXTENSION_DAYS,
  spread: 1 / EXTENSION_DAYS,
});

type Forecast = {
  readonly slope: number;
  /** Units that entered by the end of a day. */
  readonly unitsBy: (day: number) => number;
  /** Half the width of the 90 % interval of that; undefined if unknown. */
  readonly halfWidthBy: ((day: number) => number) | undefined;
};

// Mean days of a week that pass from the end of the history to a day.
const daysAhead = (
  day: number,
  historyDays: number,
  weekdays: readonly number[] | undefined,
): number => {
  if (weekdays === undefined || day <= historyDays) return day - historyDays;
  const weeks = Math.floor((day - historyDays) / EXTENSION_DAYS);
  let ahead = weeks * EXTENSION_DAYS;
  for (let k = historyDays + ahead; k < day; k += 1) {
    ahead += weekdays[k % EXTENSION_DAYS] ?? 1;
  }
  return ahead;
};

const forecastOf = ({
  cumulativeUniqueUnits: curve,
  trafficShare: share,
}: ArrivalHistory): Forecast => {
  const variation = arrivalVariation(
    curve.map((units, k) => units - (curve[k - 1] ?? 0)),
  );
  const weekdays = variation?.weekdays;
  const { slope, spread } = weekdays ? weekLine(curve) : recentLine(curve);
  const last = curve.at(-1) ?? 0;
  const aheadOf = (day: number): number =>
    daysAhead(day, curve.length, weekdays);
  const reach = (day: number): number =>
    curve[day - 1] ?? last + slope * aheadOf(day);
  const unitsBy = (day: number): number => share * reach(day);
  if (variation === undefined) {
    return { slope, unitsBy, halfWidthBy: undefined };
  }
  const { dispersion, degreesOfFreedom } = variation;
  const quantile = studentTUpperQuantile(TAIL, degreesOfFreedom);
  const varianceBy = (day: number): number => {
    const units = reach(day);
    const ahead = Math.max(0, aheadOf(day));
    // What the past period happened to bring, and what the line makes of it.
    const past =
      Math.min(units, last) + slope * (ahead * ahead * spread + 2 * ahead);
    return (
      share * share * dispersion * (units + past) + share * (1 - share) * units
    );
  };
  const halfWidthBy = (day: number): number =>
    quantile * Math.sqrt(varianceBy(day));
  return { slope, unitsBy, halfWidthBy };
};

const firstDay = (isThere: (day: number) => boolean): number => {
  for (let day = 1; day <= MAX_DAYS; day += 1) if (isThere(day)) return day;
  return Infinity;
};

// Days by which the units are there with 95 % and with 5 % of the forecast.
const intervalOf = (
  days: number,
  requiredTotal: number,
  { unitsBy, halfWidthBy }: Forecast,
): Pick<Runtime, 'interval'> => {
  if (halfWidthBy === undefined) return {};
  const early = firstDay(
    day => unitsBy(day) + halfWidthBy(day) >= requiredTotal,
  );
  const late = firstDay(
    day => unitsBy(day) - halfWidthBy(day) >= requiredTotal,
  );
  return { interval: [Math.min(days, early), Math.max(days, late)] };
};

/**
 * Days of exposure until the required number of units has been seen.
 *
 * The first day k with `share · U(k) ≥ N`; beyond the history the curve is
 * continued as a line from its last point with the least-squares slope of the
 * last seven days or, where weekdays differ, with the mean of the last week
 * times the factor of each weekday. A single day of history is taken as its
 * own slope. Refused when the curve has become flat below N, or reaches it in
 * no ten years.
 *
 * The interval lets the units of a day vary around their mean μ with variance
 * φμ, φ from {@link arrivalVariation}, in the past as in the future:
 * `φ(U + U_past + b(h² c + 2h))` for h days beyond the history, c the relative
 * variance of the slope b, and binomial thinning by the share; Student t
 * quantile. It contains the days of 90 % of periods *if arrival goes on as in
 * the last week*: a change of the audience is not in it. Checked by
 * simulation.
 */
export const estimateRuntime = (input: RuntimeInput): StatsResult<Runtime> => {
  const { cumulativeUniqueUnits: curve, requiredTotal } = input;
  const refusal = refusalOf([
    ...checkHistory(input),
    ...checkPositive(requiredTotal, 'requiredTotal'),
  ]);
  if (refusal) return refusal;
  const forecast = forecastOf(input);
  const days = firstDay(day => forecast.unitsBy(day) >= requiredTotal);
  if (days === Infinity) {
    return refusedWith({
      code: 'ETUDE_STATS_TOO_FEW_UNITS',
      path: 'cumulativeUniqueUnits',
      message: `With ${forecast.slope * input.trafficShare} new units a day at the end of the history, ${requiredTotal} are not reached in ten years. Raise the traffic share or the effect to detect.`,
    });
  }
  return computed({
    days,
    weeks: Math.ceil(days / 7),
    reachedWithinHistory: days <= curve.length,
    ...intervalOf(days, requiredTotal, forecast),
  });
};

/**
 * Units that will have entered by the end of a day: the curve behind
 * {@link estimateRuntime}, read the other way round.
 */
export const expectedUnitsByDay = (
  input: ArrivalHistory & { readonly day: number },
): StatsResult<number> => {
  const refusal = refusalOf([
    ...checkHistory(input),
    ...checkCount(input.day, 'day', 1),
  ]);
  return refusal ?? computed(forecastOf(input).unitsBy(input.day));
};
