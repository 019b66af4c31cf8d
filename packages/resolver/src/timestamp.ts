const DATE = String.raw`(\d{4})-(\d{1,2})-(\d{1,2})`;
const TIME = String.raw`(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d+)?`;
const DATE_ONLY = new RegExp(`^${DATE}$`);
const LOCAL = new RegExp(`^${DATE}[T ]${TIME}$`);
const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ](\d{2}):(\d{2}):(\d{2})(\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;

/** First and last millisecond of the calendar that the reference uses. */
const FIRST_MS = -8_334_601_228_800_000;
const LAST_MS = 8_210_266_876_799_999;

/** From here on an epoch number counts milliseconds, below it seconds. */
const MILLISECONDS_FROM = 1e12;

const DAY_MS = 86_400_000;

const daysInMonth = (year: number, month: number): number => {
  if (month === 2) {
    const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
    return isLeap ? 29 : 28;
  }
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
};

/** Days since 1970-01-01 of a date of the proleptic Gregorian calendar. */
const epochDays = (year: number, month: number, day: number): number => {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra =
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
};

const dateMs = (match: RegExpExecArray): number | null => {
  const [year, month, day] = [match[1], match[2], match[3]].map(Number);
  if (year === undefined || month === undefined || day === undefined) {
    return null;
  }
  const isDate =
    month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
  return isDate ? epochDays(year, month, day) * DAY_MS : null;
};

const timeMs = (match: RegExpExecArray): number | null => {
  const [hour = 0, minute = 0, second = 0] = [match[4], match[5], match[6]].map(
    Number,
  );
  // 60 is a leap second.
  if (hour > 23 || minute > 59 || second > 60) return null;
  const fraction = match[7] === undefined ? 0 : Number(`0${match[7]}`);
  return ((hour * 60 + minute) * 60 + second + fraction) * 1000;
};

const offsetMs = (match: RegExpExecArray): number | null => {
  if (match[8] === undefined) return 0;
  const hours = Number(match[9]);
  const minutes = Number(match[10]);
  if (hours > 23 || minutes > 59) return null;
  return (match[8] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
};

/**
 * Milliseconds since the epoch of RFC 3339 text, of the same without a zone
 * (read as UTC), or of a date alone. Fractions are kept to about a
 * microsecond. null when it is none of these or no date of the calendar.
 */
export const parseTimestamp = (text: string): number | null => {
  const dateOnly = DATE_ONLY.exec(text);
  if (dateOnly !== null) return dateMs(dateOnly);
  const zoned = RFC3339.exec(text);
  const match = zoned ?? LOCAL.exec(text);
  if (match === null) return null;
  const date = dateMs(match);
  const time = timeMs(match);
  const offset = zoned === null ? 0 : offsetMs(zoned);
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
