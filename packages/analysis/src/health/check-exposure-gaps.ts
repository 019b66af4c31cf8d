import { formatDay } from '@etude/kernel';
import type { ExposureGaps, ShortDay } from '@etude/stats';
import { EXPOSURE_GAPS_ALPHA, exposureGaps } from '@etude/stats';
import type { AnalysisInput } from '../analysis-input';
import type { HealthCheck } from '../analysis-result';
import { formatCount, formatPValue, listNames } from '../format-number';
import type { DaySplit } from './daily-split';
import { dailySplit } from './daily-split';
import { pValueText } from './p-value-text';

const CHECK = { id: 'exposure-gaps' as const, title: 'Exposure gaps' };

const MAX_NAMED_DAYS = 3;

/** A day on which a variant had no unit although others had many. */
export const hasVariantGap = (short: ShortDay): boolean => short.units === 0;

const namedDays = (days: readonly string[]): string => {
  const named = days.slice(0, MAX_NAMED_DAYS).map(formatDay);
  const rest = days.length - named.length;
  return rest > 0
    ? `${named.join(', ')} and ${formatCount(rest)} more`
    : listNames(named);
};

const shortSentence = (
  input: AnalysisInput,
  split: readonly DaySplit[],
  { shortDays, threshold }: ExposureGaps,
): string => {
  const worst = shortDays.find(hasVariantGap) ?? shortDays[0];
  if (worst === undefined) return '';
  const variant = input.plan.variants[worst.variant]?.id ?? '';
  const day = formatDay(split[worst.day]?.day ?? '');
  const others =
    shortDays.length === 1
      ? ''
      : ` ${formatCount(shortDays.length - 1)} more such ${shortDays.length === 2 ? 'day was' : 'days were'} found.`;
  return ` On ${day} ${variant} got ${formatCount(worst.units)} units where its other days promise about ${formatCount(worst.expected)}, while other variants went on (exact test, ${pValueText(worst.pValue)}; stands out below ${formatPValue(threshold)}).${others}`;
};

const silentSentence = (
  split: readonly DaySplit[],
  { silentDays }: ExposureGaps,
): string =>
  silentDays.length === 0
    ? ''
    : ` No variant had a unit on ${namedDays(silentDays.map(index => split[index]?.day ?? ''))}.`;

const unknown = (sentence: string, nextStep: string): HealthCheck => ({
  ...CHECK,
  state: 'unknown',
  sentence,
  nextStep,
});

/**
 * Health check of exposure over the days: no day without any, and no day on
 * which one variant has far fewer units than its other days promise.
 *
 * Fisher's exact test of each day and variant against the other days, at
 * 0.001 over all of them. A day with no unit in one variant while others had
 * many fails: exposure had stopped. Fewer units than chance explains, or a
 * silence of all variants, is a warning. Unknown without dates and with one
 * day only.
 */
export const checkExposureGaps = (input: AnalysisInput): HealthCheck => {
  const split = dailySplit(input);
  if (split.length < 2) {
    return split.length === 0
      ? unknown(
          'Exposures carry no day, so gaps cannot be seen.',
          'Give the assignment table a column with the time of assignment.',
        )
      : unknown(
          'There is one day of exposure so far: gaps show from the second on.',
          'Wait for the second day.',
        );
  }
  const result = exposureGaps({ counts: split.map(({ counts }) => counts) });
  if (!result.ok) {
    return unknown(
      `Gaps cannot be judged: ${result.problems.map(({ message }) => message).join(' ')}`,
      'Correct the traffic of the experiment.',
    );
  }
  const gaps = result.value;
  const check = {
    ...CHECK,
    ...(gaps.leastP === null
      ? {}
      : {
          figure: { name: 'smallest p-value of a day', value: gaps.leastP },
        }),
    threshold: gaps.threshold,
  };
  const found = `${shortSentence(input, split, gaps)}${silentSentence(split, gaps)}`;
  return found === ''
    ? {
        ...check,
        state: 'pass',
        sentence: `Over ${formatCount(split.length)} days every variant was exposed as its other days promise (exact tests at ${EXPOSURE_GAPS_ALPHA} over all days and variants).`,
      }
    : {
        ...check,
        state: gaps.shortDays.some(hasVariantGap) ? 'fail' : 'warn',
        sentence: `Exposure has gaps.${found}`,
        nextStep:
          'Look for releases, outages and changes of the rule on these days; when one variant was not served, restart the experiment.',
      };
};
