const significant = (options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat('en-US', {
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
    ...options,
  });

const PLAIN = significant({});
const SIGNED = significant({ signDisplay: 'exceptZero' });
const BRIEF = significant({ minimumSignificantDigits: 1 });
const COUNT = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

const minus = (text: string): string => text.replace('-', '−');

/** A count, exact: 90,189. */
export const count = (value: number): string => COUNT.format(value);

/** A mean of a metric; shares as percentages. */
export const mean = (
  value: number,
  type: 'average' | 'proportion' | 'ratio' | 'quantile',
): string =>
  type === 'proportion'
    ? `${PLAIN.format(value * 100)} %`
    : minus(PLAIN.format(value));

/** A rate without a sign: 97.5 %. */
export const rate = (value: number): string => `${BRIEF.format(value * 100)} %`;

/** A share without a sign, where less than 0.01 % is as good as none. */
export const share = (value: number): string =>
  value < 1e-4 ? '< 0.01 %' : rate(value);

/** An effect relative to control, signed: −4.31 %. */
export const relative = (value: number): string =>
  `${minus(SIGNED.format(value * 100))} %`;

/** An effect in the unit of its metric, signed. */
export const absolute = (value: number): string => minus(SIGNED.format(value));

/** A p-value, never 0: 0.0086, 7.9e-4. */
export const pValue = (value: number): string => {
  if (value < 1e-16) return '< 1e-16';
  return value < 0.001 ? value.toExponential(1) : BRIEF.format(value);
};

/** A statistic with two decimals, signed: −3.16. */
export const statistic = (value: number): string =>
  `${value > 0 ? '+' : ''}${minus(value.toFixed(2))}`;

/** An interval with both ends shown alike; null is an open end. */
export const interval = (
  [from, to]: readonly [number | null, number | null],
  show: (value: number) => string,
): string =>
  `${from === null ? '−∞' : show(from)} to ${to === null ? '∞' : show(to)}`;

/** A figure without a unit or sign: 2.35. */
export const plain = (value: number): string => minus(PLAIN.format(value));
