const significant = (options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat('en-US', {
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
    ...options,
  });

const SIGNED = significant({ signDisplay: 'exceptZero' });
const BRIEF = significant({ minimumSignificantDigits: 1 });
const EXACT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

const instantFormat = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  });

const UTC_INSTANT = instantFormat('UTC');

const withMinusSign = (text: string): string => text.replace('-', '−');

/** A share as a signed percentage with three significant digits: +2.10 %. */
export const formatLift = (share: number): string =>
  `${withMinusSign(SIGNED.format(share * 100))} %`;

/** A difference in the unit of its metric, signed: −0.00820. */
export const formatDifference = (difference: number): string =>
  withMinusSign(SIGNED.format(difference));

/** A rate or level without a sign: 95 %, 0.5 %. */
export const formatShare = (share: number): string =>
  `${BRIEF.format(share * 100)} %`;

/** A count of units or experiments, exact: 90,189. */
export const formatCount = (count: number): string => EXACT.format(count);

/** A projected count: rounded up to three significant digits, 12,400. */
export const formatProjection = (count: number): string => {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(count)) - 2);
  return EXACT.format(Math.ceil(count / step) * step);
};

/** A p-value, never as zero: 0.00858, 7.9e-4, < 1e-16. */
export const formatPValue = (pValue: number): string => {
  if (pValue < 1e-16) return '< 1e-16';
  return pValue < 0.001 ? pValue.toExponential(1) : BRIEF.format(pValue);
};

/** A day and time in the plan's zone for sentences: 16 Mar 2026, 09:00 UTC. */
export const formatInstant = (iso: string, timeZone = 'UTC'): string => {
  const format = timeZone === 'UTC' ? UTC_INSTANT : instantFormat(timeZone);
  return `${format.format(new Date(iso))} ${timeZone}`;
};

/** Names as a person lists them: a, b and c. */
export const listNames = (names: readonly string[]): string =>
  names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
