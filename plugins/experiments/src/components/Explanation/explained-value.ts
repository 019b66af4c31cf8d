import {
  formatCount,
  formatEffect,
  formatEffectPercent,
  formatNumber,
  formatPercent,
  formatPValue,
} from '@etude/ui';
import type { FigureExplanation } from '../../experiment-types';
import { intervalText } from '../interval-text';

// More digits than figures on a page have: who follows the steps by hand has
// to come to the same result.
const precise = new Intl.NumberFormat('en-GB', {
  maximumSignificantDigits: 6,
});

const SMALL = 1e-4;

/** A number to calculate with; an open end has none. */
export const explainedValue = (value: number | string | null): string => {
  if (value === null) return 'open';
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return formatCount(value);
  const text =
    Math.abs(value) < SMALL ? value.toExponential(5) : precise.format(value);
  return text.replaceAll('-', '−');
};

const EFFECTS = /\/(difference|interval|unadjusted|lift|lift-interval)$/;

const formatHours = (hours: number): string =>
  `${formatNumber(hours)} ${hours === 1 ? 'hour' : 'hours'}`;

const formatFor = ({
  id,
  unit,
}: FigureExplanation): ((value: number) => string) => {
  const isEffect = EFFECTS.test(id);
  switch (unit) {
    case 'share':
      return isEffect ? formatEffectPercent : formatPercent;
    case 'probability':
      return formatPercent;
    case 'count':
      return formatCount;
    case 'hours':
      return formatHours;
    case 'p-value':
    case 'level':
      return formatPValue;
    default:
      return isEffect ? formatEffect : formatNumber;
  }
};

/** The figure as on the page; undefined when it has no value. */
export const figureText = (figure: FigureExplanation): string | undefined => {
  const format = formatFor(figure);
  if (figure.value !== null) return format(figure.value);
  return figure.interval && intervalText(figure.interval, format);
};

/** The interval that comes with a figure which is a number itself. */
export const besideText = ({
  value,
  interval,
  unit,
}: FigureExplanation): string | undefined => {
  if (value === null || !interval) return undefined;
  return unit === 'share'
    ? `Interval: ${intervalText(interval, formatEffectPercent)}.`
    : `Interval of the difference: ${intervalText(interval, formatEffect)}, in the unit of the metric.`;
};
