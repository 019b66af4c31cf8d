/** A date; with a time if any; and that with a zone if any. */
const TIMESTAMP =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:([Tt ])(\d\d?):(\d\d?):(\d\d?)(\.\d+)?([Zz]|([+-])(\d\d):(\d\d))?)?$/;
/** What begins a time with a zone: RFC 3339 has two digits everywhere. */
const TWO_DIGITS = /^.{5}\d\d-\d\d.\d\d:\d\d:\d\d/;

/** First and last millisecond of the calendar that the reference uses. */
const FIRST_MS = -8_334_601_228_800_000;
const LAST_MS = 8_210_266_876_799_999;

/** From here on an epoch number counts milliseconds, below it seconds. */
const MILLISECONDS_FROM = 1e12;

/** Midnight UTC of the date; null when the calendar has no such day. */
const dateMs = (match: RegExpExecArray): number | null => {
  const [year = 0, month = 0, day = 0] = match.slice(1, 4).map(Number);
  const date = new Date(0);
  // Unlike Date.UTC this takes years below 100 as they are.
  const ms = date.setUTCFullYear(year, month - 1, day);
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isDate ? ms : null;
};

const timeMs = (match: RegExpExecArray): number | null => {
  const [hour = 0, minute = 0, second = 0] = match.slice(5, 8).map(Number);
  // 60 is a leap second.
  if (hour > 23 || minute > 59 || second > 60) return null;
  const fraction = match[8] === undefined ? 0 : Number(`0${match[8]}`);
  return ((hour * 60 + minute) * 60 + second + fraction) * 1000;
};

const offsetMs = (match: RegExpExecArray): number | null => {
  if (match[10] === undefined) return 0;
  const hours = Number(match[11]);
  const minutes = Number(match[12]);
  if (hours > 23 || minutes > 59) return null;
  return (match[10] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

/**
 * Milliseconds since the epoch of RFC 3339 text, of the same without a zone
 * (read as UTC), or of a date alone. Fractions are kept to about a
 * microsecond. null when it is none of these or no date of the calendar.
 */
export const parseTimestamp = (text: string): number | null => {
  const match = TIMESTAMP.exec(text);
  if (match === null) return null;
  const date = dateMs(match);
  if (match[4] === undefined) return date;
  const isZoned = match[9] !== undefined;
  if (isZoned ? !TWO_DIGITS.test(text) : match[4] === 't') return null;
  const time = timeMs(match);
  const offset = offsetMs(match);
  if (date === null || time === null || offset === null) return null;
  return date + time - offset;
};

/**
 * Milliseconds since the epoch of a number in a context: seconds below 10^12
 * in size, else milliseconds; the fraction is dropped. null beyond the years
 * ±262,000.
 */
export const timestampOfNumber = (value: number): number | null => {
  if (!Number.isFinite(value)) return null;
  const whole = Math.trunc(value);
  const ms = Math.abs(whole) >= MILLISECONDS_FROM ? whole : whole * 1000;
  return ms >= FIRST_MS && ms <= LAST_MS ? ms : null;
};
