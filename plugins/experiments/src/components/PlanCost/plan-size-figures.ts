import type { SampleSizeAnswer } from '@etude/plugin-experiments-common';
import { formatCount } from '@etude/ui';
import type { ExperimentDesign } from './design-words';

/** What the planner says a plan needs. */
export type PlanSizeFigures = NonNullable<SampleSizeAnswer['size']>;
export type DesignPrice = PlanSizeFigures['prices'][number];

/** `1 day`, `20 days`; says so when they are not known. */
export const formatDays = (days: number | null): string =>
  days === null
    ? 'days not known'
    : `${formatCount(days)} ${days === 1 ? 'day' : 'days'}`;

/** `20 days (18 to 23)`: with the range when it says more. */
export const formatDayRange = (
  days: number | null,
  low: number | null,
  high: number | null,
): string => {
  const isExact = low === days && high === days;
  if (days === null || low === null || isExact) return formatDays(days);
  const range =
    high === null
      ? `at least ${formatCount(low)}`
      : `${formatCount(low)} to ${formatCount(high)}`;
  return `${formatDays(days)} (${range})`;
};

/** Whether a price is that of the given design. */
export const isPriceOf = (
  price: DesignPrice,
  design: ExperimentDesign,
): boolean =>
  price.design === design.kind &&
  (design.kind !== 'group-sequential' || price.looks === design.plannedLooks);
