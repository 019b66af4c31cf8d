import { daysAfter, startOfDay } from '@etude/kernel';
import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import { formatCount, listNames } from '../format-number';
import { lastExposureDate, unitsByVariant } from './traffic-counts';

const STALL_MS = 48 * 3_600_000;

// Error rate of calling a variant stopped, over all variants.
const STOPPED_ALPHA = 0.001;

/** A finding about traffic that makes an experiment invalid, or none. */
export type TrafficFinding = {
  readonly kind: 'NO_EXPOSURE' | 'CONFIG_ERROR';
  readonly sentence: string;
  readonly nextStep: string;
};

// Under its share w a variant misses the last n units with probability
// (1 − w)^n.
const stoppedVariants = ({ plan, traffic }: AnalysisInput): string[] => {
  const total = plan.variants.reduce((sum, { weight }) => sum + weight, 0);
  return plan.variants
    .filter(({ id, weight }) => {
      const last = lastExposureDate(traffic.filter(row => row.variant === id));
      if (last === null) return false;
      const later = traffic
        .filter(row => row.exposureDate !== null && row.exposureDate > last)
        .reduce((sum, row) => sum + row.units, 0);
      const pValue = Math.exp(later * Math.log1p(-weight / total));
      return pValue < STOPPED_ALPHA / plan.variants.length;
    })
    .map(({ id }) => id);
};

/**
 * What makes the traffic of an experiment invalid: a variant that is not in
 * the plan was served, or one of the plan has no exposure or stopped.
 */
export const findTrafficFault = (
  input: AnalysisInput,
): TrafficFinding | undefined => {
  const { plan, traffic } = input;
  const units = unitsByVariant(traffic);
  const planned = plan.variants.map(({ id }) => id);
  const foreign = [...units]
    .filter(([id, count]) => count > 0 && !planned.includes(id))
    .map(([id]) => id);
  if (foreign.length > 0) {
    return {
      kind: 'CONFIG_ERROR',
      sentence: `Units were given ${listNames(foreign)}, which is not in the plan.`,
      nextStep: 'Check the rule of the flag, then restart the experiment.',
    };
  }
  const missing = planned.filter(id => (units.get(id) ?? 0) === 0);
  if (missing.length > 0) {
    return {
      kind: 'NO_EXPOSURE',
      sentence:
        missing.length === planned.length
          ? 'No unit has been exposed.'
          : `No unit has been exposed to ${listNames(missing)}, while other variants have units.`,
      nextStep:
        'Check that the flag is resolved in the right environment, that the rule is on, and that the audience matches somebody.',
    };
  }
  const stopped = stoppedVariants(input);
  return stopped.length > 0
    ? {
        kind: 'NO_EXPOSURE',
        sentence: `Exposure to ${listNames(stopped)} stopped, while other variants went on.`,
        nextStep:
          'Check what changed on the last day of that variant, then restart the experiment.',
      }
    : undefined;
};

const isYoung = ({ launchedAt, now }: AnalysisInput): boolean =>
  launchedAt !== null &&
  new Date(now).getTime() - new Date(launchedAt).getTime() < STALL_MS;

const hasStalled = ({ traffic, now, plan }: AnalysisInput): boolean => {
  const last = lastExposureDate(traffic);
  if (last === null) return false;
  const { timeZone } = plan;
  const over = daysAfter(startOfDay(last, timeZone), 1, timeZone);
  return Date.parse(now) - Date.parse(over) >= STALL_MS;
};

/**
 * Health check of traffic: every variant has exposed units, and units keep
 * coming while the experiment is live. Silence is unknown for the first 48
 * hours, and a warning when all variants stall together.
 */
export const checkTraffic = (input: AnalysisInput): HealthCheck => {
  const check = { id: 'traffic' as const, title: 'Traffic' };
  const total = [...unitsByVariant(input.traffic).values()].reduce(
    (sum, units) => sum + units,
    0,
  );
  const figure = { name: 'exposed units', value: total };
  const fault = findTrafficFault(input);
  if (input.state === 'live' && total === 0 && isYoung(input)) {
    return {
      ...check,
      figure,
      state: 'unknown',
      sentence:
        'No unit has been exposed yet; the experiment is less than 48 hours old.',
      nextStep: 'Resolve the flag once in the right environment to see it.',
    };
  }
  if (fault !== undefined) {
    const { sentence, nextStep } = fault;
    return { ...check, figure, state: 'fail', sentence, nextStep };
  }
  if (input.state === 'live' && hasStalled(input)) {
    return {
      ...check,
      figure,
      state: 'warn',
      sentence: `${formatCount(total)} units are exposed, but none in the last 48 hours.`,
      nextStep:
        'Check that the flag is still resolved; end the experiment if its audience is exhausted.',
    };
  }
  return {
    ...check,
    figure,
    state: 'pass',
    sentence: `The rule is evaluated and applied: ${formatCount(total)} units are exposed, and every variant has some.`,
  };
};
