import { formatDayOfYear } from '@etude/kernel';
import type { DayCompleteness, DayRows } from '@etude/plugin-metrics-common';

/** A day with fewer than a third of its usual rows is not complete. */
const FAR_BELOW = 1 / 3;
/**
 * Below these, chance alone explains such a day: a Poisson count is 0 at a
 * usual of 10 with p = 5e-5, and below a third of 30 with p = 7e-6.
 */
const LEAST_USUAL_OF_MISSING = 10;
const LEAST_USUAL_OF_LOW = 30;
/** Days with rows before it can be said what is usual. */
const LEAST_DAYS = 7;
const WEEK = 7;
/** More days in a row without rows than a rhythm of the week explains. */
const LONGEST_PAUSE = 2;
const MOST_NAMED = 4;

/** How one row is called, and several are. */
export type RowWords = { readonly one: string; readonly many: string };

const count = (rows: number): string =>
  Math.round(rows).toLocaleString('en', { maximumSignificantDigits: 3 });

const exact = (rows: number): string => rows.toLocaleString('en');

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const [low = 0, high = 0] = [
    sorted[Math.floor((sorted.length - 1) / 2)],
    sorted[Math.ceil((sorted.length - 1) / 2)],
  ];
  return (low + high) / 2;
};

const isBelow = (rows: number, usual: number): boolean =>
  rows === 0
    ? usual >= LEAST_USUAL_OF_MISSING
    : usual >= LEAST_USUAL_OF_LOW && rows < usual * FAR_BELOW;

/** Days in a row without rows that the day at `index` is one of. */
const pauseAround = (days: readonly DayRows[], index: number): number => {
  let [from, to] = [index, index];
  while (days[from - 1]?.rows === 0) from -= 1;
  while (days[to + 1]?.rows === 0) to += 1;
  return to - from + 1;
};

/** Whether the same day of the other week is as low: a rhythm, not a gap. */
const isRhythm = (days: readonly DayRows[], index: number): boolean => {
  const day = days[index];
  const other = days[index - WEEK] ?? days[index + WEEK];
  if (day === undefined || other === undefined) return false;
  return day.rows === 0
    ? other.rows === 0 && pauseAround(days, index) <= LONGEST_PAUSE
    : day.rows >= other.rows * FAR_BELOW;
};

const gapText = ({ date, rows }: DayRows, { one, many }: RowWords): string =>
  rows === 0
    ? `${formatDayOfYear(date)} has none`
    : `${formatDayOfYear(date)} has ${exact(rows)} ${rows === 1 ? one : many}`;

const gapsText = (gaps: readonly DayRows[], words: RowWords): string => {
  const texts = gaps.slice(0, MOST_NAMED).map(gap => gapText(gap, words));
  const more = gaps.length - texts.length;
  return new Intl.ListFormat('en').format([
    ...texts,
    ...(more > 0 ? [`${more} more`] : []),
  ]);
};

/**
 * Whether the whole days before `today` (UTC) have about as many rows as is
 * usual, which is the median of those with rows. A day that is low as in the
 * other week follows a rhythm, and days before the first row are not judged.
 */
export const dayCompleteness = (
  days: readonly DayRows[],
  { today, words }: { readonly today: string; readonly words: RowWords },
): DayCompleteness => {
  const whole = days.filter(({ date }) => date < today);
  const first = whole.findIndex(({ rows }) => rows > 0);
  if (first === -1) {
    return {
      state: 'unknown',
      sentence: `There are no ${words.many} of the last ${whole.length} whole days.`,
      usualPerDay: null,
      gaps: [],
    };
  }
  const known = whole.slice(first);
  const withRows = known.filter(({ rows }) => rows > 0);
  if (withRows.length < LEAST_DAYS) {
    return {
      state: 'unknown',
      sentence: `What is usual for a day can be said once ${LEAST_DAYS} whole days have ${words.many}; ${withRows.length === 1 ? 'one has' : `${withRows.length} have`}.`,
      usualPerDay: null,
      gaps: [],
    };
  }
  const usual = median(withRows.map(({ rows }) => rows));
  const gaps = known.filter(
    ({ rows }, index) => isBelow(rows, usual) && !isRhythm(known, index),
  );
  const usually = `about ${count(usual)} ${words.many} a day`;
  return gaps.length === 0
    ? {
        state: 'complete',
        sentence: `No whole day is missing or far below its usual (${usually}).`,
        usualPerDay: usual,
        gaps,
      }
    : {
        state: 'gaps',
        sentence: `${gaps.length === 1 ? 'One day is' : `${gaps.length} days are`} missing or far below the usual (${usually}): ${gapsText(gaps, words)}. Check what sends or loads them; those that come late are counted when they come.`,
        usualPerDay: usual,
        gaps,
      };
};
