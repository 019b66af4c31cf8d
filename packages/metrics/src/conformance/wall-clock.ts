const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  formats.set(timeZone, made);
  return made;
};

/** What clocks of a zone show at an instant, as if it were a time of UTC. */
const shownAt = (instant: number, timeZone: string): number => {
  if (timeZone === 'UTC') return instant;
  const shown = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => shown.get(type) ?? '';
  return Date.parse(
    `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}Z`,
  );
};

/** The day that a calendar of the zone shows at an instant. */
export const dayShownAt = (instant: number, timeZone: string): string =>
  new Date(shownAt(instant, timeZone)).toISOString().slice(0, 10);

/**
 * The instant at which clocks of a zone show the same time `days` days later
 * (or earlier): the first when they show it twice, and where they skip it the
 * time after the gap that is as far from it, like Temporal's `compatible`.
 */
export const daysLater = (
  instant: number,
  days: number,
  timeZone: string,
): number => {
  // No day moves nothing, not even in an hour that is shown twice.
  if (days === 0) return instant;
  const wanted = shownAt(instant, timeZone) + days * DAY;
  // Offsets are less than a day, so the ones around are those a day away.
  const offsets = [-DAY, DAY].map(
    away => shownAt(wanted + away, timeZone) - (wanted + away),
  );
  const candidates = offsets
    .map(offset => wanted - offset)
    .filter(candidate => shownAt(candidate, timeZone) === wanted);
  return candidates.length > 0
    ? Math.min(...candidates)
    : wanted - (offsets[0] ?? 0);
};
