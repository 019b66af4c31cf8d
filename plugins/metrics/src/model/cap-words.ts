import { formatNumber } from '@etude/ui';
import type { MetricDefinition } from './wire-types';

const TEENS = [11, 12, 13];

/** A rank as people say it: 1st, 22nd, 95th, 99.9th. */
export const ordinalWords = (rank: number): string => {
  const last = rank % 10;
  const isTeen = TEENS.includes(rank % 100);
  const ending = isTeen ? 'th' : ({ 1: 'st', 2: 'nd', 3: 'rd' }[last] ?? 'th');
  // Not rounded to three digits: 99.95 is not 99.9.
  return `${Number(rank.toPrecision(12))}${ending}`;
};

/** The bounds on the value of a unit: `capped at the 99.9th percentile`. */
export const capWords = (cap: MetricDefinition['cap']): string | undefined => {
  if (!cap) return undefined;
  if (cap.kind === 'percentile') {
    return `capped at the ${ordinalWords(cap.percentile * 100)} percentile${cap.ignoreZeros ? ' of those above 0' : ''}`;
  }
  const { lower, upper } = cap;
  if (lower === undefined) return `capped at ${formatNumber(upper ?? NaN)}`;
  return upper === undefined
    ? `raised to at least ${formatNumber(lower)}`
    : `kept between ${formatNumber(lower)} and ${formatNumber(upper)}`;
};
