// A calendar day is the same one everywhere: no zone may move it.
const SHORT = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;

const DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', SHORT);

const DAY = new Intl.DateTimeFormat('en-GB', { ...SHORT, year: 'numeric' });

/** A calendar day (`YYYY-MM-DD`) for sentences: 4 Mar 2026. */
export const formatDay = (day: string): string => DAY.format(new Date(day));

/**
 * A calendar day where its year goes without saying: 4 Mar. On axes it is
 * given as any instant of it in UTC, in milliseconds.
 */
export const formatDayOfYear = (day: string | number): string =>
  DAY_OF_YEAR.format(new Date(day));
