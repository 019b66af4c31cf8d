import { formatDayOfYear } from '@etude/plugin-metrics-common';

const MS_PER_DAY = 86_400_000;

/** Days since 1970 of a date `YYYY-MM-DD`, so that axes are marked at days. */
export const dayNumber = (date: string): number =>
  Date.parse(date) / MS_PER_DAY;

/** The day of {@link dayNumber} in a few words, the year left to the context. */
export const dayWords = (day: number): string =>
  formatDayOfYear(day * MS_PER_DAY);
