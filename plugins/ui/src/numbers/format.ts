const MINUS = '−';

const withMinus = (text: string): string => text.replace(/^-/, MINUS);

const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

const significant = new Intl.NumberFormat('en-GB', {
  maximumSignificantDigits: 3,
});

const SUPERSCRIPTS: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};

const superscript = (digits: string): string =>
  digits.replace(/./g, digit => SUPERSCRIPTS[digit] ?? digit);

const scientific = (value: number): string => {
  const [mantissa = '', exponent = ''] = value.toExponential(1).split('e');
  return withMinus(`${mantissa} × 10${superscript(exponent.replace('+', ''))}`);
};

/** A count with thousands separated: `44,700`. */
export const formatCount = (count: number): string =>
  withMinus(grouped.format(count));

/**
 * Three significant digits, all of them from 1,000: `52.5`, `0.0182`, `1,235`;
 * `–` where there is no number.
 */
export const formatNumber = (value: number): string => {
  if (Number.isNaN(value)) return '–';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  if (value !== 0 && Math.abs(value) < 1e-4) return scientific(value);
  if (Math.abs(value) >= 1000) return formatCount(Math.round(value));
  return withMinus(significant.format(value));
};

/** A share or rate as percent with three significant digits at most: `19.1 %`. */
export const formatPercent = (share: number): string =>
  Number.isNaN(share) ? '–' : `${formatNumber(share * 100)} %`;

/** A relative effect with its sign always: `+2.1 %`, `−0.8 %`. */
export const formatEffectPercent = (effect: number): string =>
  `${effect > 0 ? '+' : ''}${formatPercent(effect)}`;

/** An absolute effect with its sign always. */
export const formatEffect = (effect: number): string =>
  `${effect > 0 ? '+' : ''}${formatNumber(effect)}`;

/** A p-value, never as 0: `0.0086`, `3.1 × 10⁻⁹`, `< 1e-16`. */
export const formatPValue = (pValue: number): string =>
  pValue < 1e-16 ? '< 1e-16' : formatNumber(pValue);

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400_000],
  ['month', 30 * 86_400_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** A moment relative to another: `3 days ago`, `in 2 weeks`, `just now`. */
export const formatRelativeTime = (at: Date, now: Date): string => {
  const elapsedMs = at.getTime() - now.getTime();
  const unit = UNITS.find(([, ms]) => Math.abs(elapsedMs) >= ms);
  if (!unit) return 'just now';
  return relative.format(Math.round(elapsedMs / unit[1]), unit[0]);
};
