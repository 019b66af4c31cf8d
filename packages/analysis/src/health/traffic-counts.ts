import type { TrafficRow } from '@etude/metrics';

const MS_PER_DAY = 86_400_000;

/** Exposed units of each variant, over all dates. */
export const unitsByVariant = (
  traffic: readonly TrafficRow[],
): ReadonlyMap<string, number> => {
  const units = new Map<string, number>();
  for (const row of traffic) {
    units.set(row.variant, (units.get(row.variant) ?? 0) + row.units);
  }
  return units;
};

/** The last day with an exposure, `YYYY-MM-DD`; null when no row has a date. */
export const lastExposureDate = (
  traffic: readonly TrafficRow[],
): string | null =>
  traffic.reduce<string | null>(
    (last, { exposureDate, units }) =>
      exposureDate !== null && units > 0 && (last ?? '') < exposureDate
        ? exposureDate
        : last,
    null,
  );

/**
 * Mean number of units first exposed a day, from the first to the last day
 * with traffic; null when no row has a date.
 */
export const unitsPerDay = (traffic: readonly TrafficRow[]): number | null => {
  const dated = traffic.filter(
    ({ exposureDate, units }) => exposureDate !== null && units > 0,
  );
  const days = dated.map(({ exposureDate }) => Date.parse(exposureDate ?? ''));
  if (days.length === 0) return null;
  const span = (Math.max(...days) - Math.min(...days)) / MS_PER_DAY + 1;
  return dated.reduce((sum, { units }) => sum + units, 0) / span;
};
