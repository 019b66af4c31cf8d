import type { FlagUsage } from '@etude/plugin-flags-common';
import type { LineSeries } from '@etude/ui';

const DAY_MS = 86_400_000;
const NO_VARIANT = 'no variant';

const dayNumber = (day: string): number =>
  Date.parse(`${day}T00:00:00Z`) / DAY_MS;

/** `YYYY-MM-DD` of a day by its number since 1970. */
export const dayOf = (number: number): string =>
  new Date(number * DAY_MS).toISOString().slice(0, 10);

/**
 * Evaluations by day, one line per variant, the most used first. Days without
 * any are 0, but none before the edges began to report.
 */
export const usageSeries = (usage: FlagUsage): LineSeries[] => {
  if (usage.reportedSince === null) return [];
  const first = Math.max(dayNumber(usage.from), dayNumber(usage.reportedSince));
  const last = dayNumber(usage.to);
  const byVariant = Map.groupBy(
    usage.evaluations,
    ({ variant }) => variant ?? NO_VARIANT,
  );
  return [...byVariant]
    .map(([name, evaluations]) => ({
      name,
      total: evaluations.reduce((sum, { count }) => sum + count, 0),
      points: Array.from({ length: last - first + 1 }, (_, index) => ({
        x: first + index,
        y: evaluations
          .filter(({ day }) => dayNumber(day) === first + index)
          .reduce((sum, { count }) => sum + count, 0),
      })),
    }))
    .sort((a, b) => b.total - a.total)
    .map(({ name, points }) => ({ name, points }));
};
