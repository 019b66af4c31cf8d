const DAY = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A day (UTC) for sentences: 4 Mar 2026. */
export const formatDay = (iso: string): string => DAY.format(new Date(iso));
