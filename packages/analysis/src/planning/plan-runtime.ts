import { formatCount } from '../format-number';
import type { DaysNeeded, RuntimeForecast } from './runtime-forecast';
import type { PlanRuntime } from './sample-size-plan';

const WEEK = 7;

/** "1 day", "9 days". */
export const formatDays = (days: number): string =>
  `${formatCount(days)} ${days === 1 ? 'day' : 'days'}`;

/** "9 days (8 to 11)": with the bounds when there are any. */
export const formatDaysNeeded = ({ days, low, high }: DaysNeeded): string => {
  if (low === null || low === high) return formatDays(days);
  const bounds =
    high === null
      ? `at least ${formatCount(low)}`
      : `${formatCount(low)} to ${formatCount(high)}`;
  return `${formatDays(days)} (${bounds})`;
};

const boundsSentence = ({ low, high }: DaysNeeded): string => {
  if (low === null || low === high) return '';
  return high === null
    ? ` Daily traffic varies so much that only a lower limit is certain: ${formatDays(low)}.`
    : ` Daily traffic varies: 9 of 10 such periods take ${formatCount(low)} to ${formatDays(high)}.`;
};

/** The runtime of a plan, rounded to full weeks, in numbers and words. */
export const planRuntime = (
  needed: DaysNeeded,
  forecast: RuntimeForecast,
  longestWindowDays: number,
): PlanRuntime => {
  const weeks = Math.ceil(needed.days / WEEK);
  const wait =
    longestWindowDays > 0
      ? `, waiting up to ${formatDays(longestWindowDays)} for the last values included`
      : '';
  const beyond =
    forecast.historyDays !== null && needed.extrapolated
      ? ` The history has ${formatDays(forecast.historyDays)}; beyond it new units are taken to keep arriving as in its last week.`
      : '';
  return {
    ...needed,
    weeks,
    sentence: `The units are there after ${formatDays(needed.days)}${wait}: plan ${weeks} full ${weeks === 1 ? 'week' : 'weeks'}.${boundsSentence(needed)}${beyond}`,
  };
};
