/** A length of time as metrics have it: calendar days, then hours. */
export type TimeLength = { readonly days: number; readonly hours: number };

const NUMBER = String.raw`\d+(?:\.\d+)?(?:e[-+]?\d+)?`;
const LENGTH = new RegExp(
  String.raw`^(?:(\d+) ?days?)?(?:(?: |, | and )?(${NUMBER}) ?hours?)?$`,
);

/** `7 days`, `36 hours` or `1 day 12 hours`; null for anything else. */
export const parseLength = (text: string): TimeLength | null => {
  const found = LENGTH.exec(text.trim());
  if (found === null || text.trim() === '') return null;
  return { days: Number(found[1] ?? 0), hours: Number(found[2] ?? 0) };
};

const counted = (count: number, word: string): string =>
  `${count} ${word}${count === 1 ? '' : 's'}`;

/** The text that {@link parseLength} reads as this length. */
export const lengthText = ({ days, hours }: TimeLength): string =>
  days > 0 && hours > 0
    ? `${counted(days, 'day')} ${counted(hours, 'hour')}`
    : days > 0
      ? counted(days, 'day')
      : counted(hours, 'hour');

const PERCENT = new RegExp(String.raw`^(${NUMBER}) ?%$`);
const PERCENTILE = new RegExp(String.raw`^p(${NUMBER})$`);

/** A hundredth of a decimal text, rounded once: 99.9 / 100 is not 0.999. */
const hundredthOf = (text: string): number => {
  const [digits = '', exponent = '0'] = text.split('e');
  return Number(`${digits}e${Number(exponent) - 2}`);
};

const shareIn = (pattern: RegExp, text: string): number | null => {
  const found = pattern.exec(text.trim())?.[1];
  return found === undefined ? null : hundredthOf(found);
};

/** `2 %` as 0.02; null for anything else. */
export const parsePercent = (text: string): number | null =>
  shareIn(PERCENT, text);

/** `p99` as 0.99, `p99.9` as 0.999; null for anything else. */
export const parsePercentile = (text: string): number | null =>
  shareIn(PERCENTILE, text);

/** The shortest text of 100 times a share that reads as the same share. */
const hundredfold = (share: number): string | null => {
  const text = String(Number((share * 100).toPrecision(15)));
  return hundredthOf(text) === share ? text : null;
};

/** `2%` for 0.02; the number itself where its percentage would be rounded. */
export const percentOf = (share: number): string | number => {
  const text = hundredfold(share);
  return text === null ? share : `${text}%`;
};

/** `p99` for 0.99; the number itself where `p…` would be rounded. */
export const percentileOf = (level: number): string | number => {
  const text = hundredfold(level);
  return text === null ? level : `p${text}`;
};
