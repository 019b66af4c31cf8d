import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import { formatCount, formatInstant } from '../format-number';

const MS_PER_HOUR = 3_600_000;

// Data that is loaded once a day and takes half a day to load is this old
// just before the next load.
const MAX_AGE_HOURS = 36;

/**
 * Health check of freshness: how long before now facts and exposures end.
 * A warning beyond 36 hours, which a daily load stays below; unknown when
 * nobody says until when the data is complete.
 */
export const checkFreshness = ({
  dataUntil,
  now,
  plan,
}: AnalysisInput): HealthCheck => {
  const check = {
    id: 'freshness' as const,
    title: 'Data freshness',
    threshold: MAX_AGE_HOURS,
  };
  const until = dataUntil === undefined ? Number.NaN : Date.parse(dataUntil);
  if (dataUntil === undefined || Number.isNaN(until)) {
    return {
      ...check,
      state: 'unknown',
      sentence:
        'Nobody says until when facts and exposures are complete, so the newest days may be missing.',
      nextStep:
        'Let the load of the warehouse record until when its tables are complete.',
    };
  }
  const hours = Math.max(0, (Date.parse(now) - until) / MS_PER_HOUR);
  const figure = { name: 'hours behind', value: hours };
  const stand = `Data is complete until ${formatInstant(dataUntil, plan.timeZone)}, ${formatCount(Math.floor(hours))} ${Math.floor(hours) === 1 ? 'hour' : 'hours'} before this computation`;
  return hours > MAX_AGE_HOURS
    ? {
        ...check,
        figure,
        state: 'warn',
        sentence: `${stand} (stated limit: ${MAX_AGE_HOURS}). Later units and facts are missing.`,
        nextStep: 'Check the last load of the warehouse, then compute again.',
      }
    : { ...check, figure, state: 'pass', sentence: `${stand}.` };
};
