import { utcOffsetReader } from './time-zone';

const MS_PER_DAY = 86_400_000;

type Clocks = { readonly offsetMs: (ms: number) => number };

const clocksOf = (timeZone: string): Clocks => {
  if (timeZone === 'UTC') return { offsetMs: () => 0 };
  const offsetAt = utcOffsetReader(timeZone);
  return { offsetMs: ms => offsetAt(ms) * 1000 };
};

/**
 * The instant at which clocks show a time, which is given as if it were UTC.
 * A time shown twice is the first one, a skipped one moves on by the gap
 * (`compatible` of Temporal). No zone changes its clocks twice in two days.
 */
const instantShowing = (shownMs: number, { offsetMs }: Clocks): number => {
  const before = offsetMs(shownMs - MS_PER_DAY);
  const after = offsetMs(shownMs + MS_PER_DAY);
  const early = shownMs - before;
  const late = shownMs - after;
  return offsetMs(early) !== before && offsetMs(late) === after ? late : early;
};

/** The calendar day, `YYYY-MM-DD`, that clocks of a zone (UTC) show then. */
export const dayOf = (instant: string, timeZone = 'UTC'): string => {
  const ms = Date.parse(instant);
  const shown = ms + clocksOf(timeZone).offsetMs(ms);
  return new Date(shown).toISOString().slice(0, 10);
};

/**
 * The instant (ISO 8601, UTC) at which a calendar day `YYYY-MM-DD` begins in
 * a zone: midnight, or the first moment after it that clocks show.
 */
export const startOfDay = (day: string, timeZone = 'UTC'): string =>
  new Date(instantShowing(Date.parse(day), clocksOf(timeZone))).toISOString();

/**
 * Days, with a fraction, from one instant to another by the clocks of a zone:
 * whole from a wall-clock time to the same one of another day.
 */
export const daysBetween = (
  from: string,
  to: string,
  timeZone = 'UTC',
): number => {
  const { offsetMs } = clocksOf(timeZone);
  const [start, end] = [Date.parse(from), Date.parse(to)];
  return (end - start + (offsetMs(end) - offsetMs(start))) / MS_PER_DAY;
};

/**
 * The instant (ISO 8601, UTC) with the same wall-clock time so many days
 * later in a zone (earlier if negative), across changes of clocks: a day has
 * 23 or 25 hours then. A part of a day is one of 24 hours.
 */
export const daysAfter = (
  instant: string,
  days: number,
  timeZone = 'UTC',
): string => {
  const ms = Date.parse(instant);
  const whole = Math.trunc(days);
  // No day moves nothing, not even in an hour that is shown twice.
  if (timeZone === 'UTC' || whole === 0) {
    return new Date(ms + days * MS_PER_DAY).toISOString();
  }
  const clocks = clocksOf(timeZone);
  const shown = ms + clocks.offsetMs(ms) + whole * MS_PER_DAY;
  const rest = (days - whole) * MS_PER_DAY;
  return new Date(instantShowing(shown, clocks) + rest).toISOString();
};
