import { durationWords } from './duration-words';
import type { FactTableDefinition, MetricWindow } from './wire-types';

const HOURS_PER_DAY = 24;

/** The time in which facts count: `within 7 days after exposure`. */
export const windowWords = (
  window: MetricWindow | null,
  table?: Pick<FactTableDefinition, 'timestampColumn'>,
): string => {
  if (window === null) {
    return table?.timestampColumn === null
      ? 'whenever it happened'
      : 'at any time after exposure';
  }
  const { kind, offsetHours, lengthHours } = window;
  const { offsetDays = 0, lengthDays = 0 } = window;
  const offset = offsetHours + offsetDays * HOURS_PER_DAY;
  const length = lengthHours + lengthDays * HOURS_PER_DAY;
  if (kind === 'cumulative') {
    return offset === 0
      ? 'at any time after exposure'
      : `from ${durationWords(offset)} after exposure on`;
  }
  if (length <= 0) return 'within … after exposure';
  const words =
    offset === 0
      ? `within ${durationWords(length)} after exposure`
      : `from ${durationWords(offset)} to ${durationWords(offset + length)} after exposure`;
  return kind === 'semi-open' ? `${words}, so far` : words;
};
