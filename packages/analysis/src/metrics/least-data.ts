import type { MetricInfo } from '../analysis-input';
import type { ComparedSamples } from './compared-samples';

/**
 * Units and, for a proportion, events of a variant before which no running
 * test is looked at: below them the normal approximation of a tail is poor.
 */
export const LEAST_UNITS = 100;
export const LEAST_EVENTS = 25;

const hasEnough = (
  { n, mean }: ComparedSamples['control'],
  type: MetricInfo['type'],
  least: { readonly units: number; readonly events: number },
): boolean => {
  const events = n * Math.min(mean, 1 - mean);
  return n >= least.units && (type !== 'proportion' || events >= least.events);
};

/** True when both variants have data enough for a look while running. */
export const hasLeastData = (
  { control, treatment, unadjusted }: ComparedSamples,
  type: MetricInfo['type'],
  least = { units: LEAST_UNITS, events: LEAST_EVENTS },
): boolean =>
  hasEnough(unadjusted?.control ?? control, type, least) &&
  hasEnough(unadjusted?.treatment ?? treatment, type, least);

/** What is being waited for, in a phrase. */
export const leastDataPhrase = (type: MetricInfo['type']): string =>
  type === 'proportion'
    ? `${LEAST_UNITS} units and ${LEAST_EVENTS} events in each variant`
    : `${LEAST_UNITS} units in each variant`;
