const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  // A calendar day is the same one everywhere: no zone may move it.
  timeZone: 'UTC',
});

/** A calendar day (`YYYY-MM-DD`) for sentences: 4 Mar 2026. */
export const formatDay = (day: string): string => DAY.format(new Date(day));
