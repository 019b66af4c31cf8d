import { checkAlpha, checkCount, lengthMismatch } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import { hypergeometricCdf } from './hypergeometric-tail';

/** Units first exposed on each day, in each variant. */
export type ExposureGapsInput = {
  /** One list per day, in the order of time; one entry per variant. */
  readonly counts: readonly (readonly number[])[];
  /** Error rate of each of the two families; default 0.001. */
  readonly alpha?: number;
};

/** A day on which one variant has fewer units than its other days promise. */
export type ShortDay = {
  readonly day: number;
  readonly variant: number;
  readonly units: number;
  readonly expected: number;
  readonly pValue: number;
};

/** Days that stand out, by index into the days and variants given. */
export type ExposureGaps = {
  /**
   * Smallest p-value of a variant on a day; null when none can be judged: it
   * takes units on two days.
   */
  readonly leastP: number | null;
  /** alpha over days with units times variants; what `leastP` must reach. */
  readonly threshold: number;
  /** Below the threshold, the smallest p-value first. */
  readonly shortDays: readonly ShortDay[];
  /** Days without a unit in any variant that chance does not explain. */
  readonly silentDays: readonly number[];
};

/** The platform's error rate for exposure gaps. */
export const EXPOSURE_GAPS_ALPHA = 0.001;

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

const shapeProblems = (
  counts: ExposureGapsInput['counts'],
): readonly StatsProblem[] => {
  const variants = counts[0]?.length ?? 0;
  const empty: StatsProblem = {
    code: 'ETUDE_STATS_EMPTY',
    path: 'counts',
    message: `counts has ${counts.length} days of ${variants} variants: at least one day and two variants are needed.`,
  };
  return [
    ...(variants < 2 ? [empty] : []),
    ...counts.flatMap((day, index) =>
      day.length === variants
        ? day.flatMap((count, variant) =>
            checkCount(count, `counts[${index}][${variant}]`),
          )
        : [lengthMismatch('days of counts', `${day.length} and ${variants}`)],
    ),
  ];
};

const testsOf = (
  counts: ExposureGapsInput['counts'],
  ofVariants: readonly number[],
): readonly ShortDay[] => {
  const total = sum(ofVariants);
  return counts.flatMap((row, day) => {
    const drawn = sum(row);
    if (drawn === 0) return [];
    return row.map((units, variant) => {
      const marked = ofVariants[variant] ?? Number.NaN;
      const expected = (drawn * marked) / total;
      const pValue =
        units < expected
          ? hypergeometricCdf(units, { total, marked, drawn })
          : 1;
      return { day, variant, units, expected, pValue };
    });
  });
};

// The units of a single day are all units: there are none to compare them with.
const leastOf = (
  counts: ExposureGapsInput['counts'],
  tests: readonly ShortDay[],
): number | null =>
  counts.filter(row => sum(row) > 0).length < 2
    ? null
    : Math.min(...tests.map(({ pValue }) => pValue));

// All N units on the other days, were every day as likely as any other:
// (1 − 1/D)^N, at alpha/D.
const silentDaysOf = (
  counts: ExposureGapsInput['counts'],
  total: number,
  alpha: number,
): readonly number[] => {
  const days = counts.length;
  const pValue = days < 2 ? 1 : Math.exp(total * Math.log1p(-1 / days));
  return pValue < alpha / days
    ? counts.flatMap((row, day) => (sum(row) === 0 ? [day] : []))
    : [];
};

/**
 * Days on which exposure broke: in one variant while others went on, or in
 * all of them.
 *
 * A variant on a day: Fisher's exact test (lower hypergeometric tail) of its
 * share of the day's units against its share of all days, at alpha over days
 * with units × variants (Bonferroni). Given the totals of days and variants,
 * a steady mismatch with the design is no gap: that is the sample ratio
 * check's. A day without any unit: at alpha over days, the probability that
 * chance puts all units on the other days; days that differ for other reasons
 * (weekends) also stand out. Default alpha {@link EXPOSURE_GAPS_ALPHA}.
 *
 * Refuses no day, fewer than two variants and counts that are none.
 */
export const exposureGaps = (
  input: ExposureGapsInput,
): StatsResult<ExposureGaps> => {
  const { counts } = input;
  const alpha = input.alpha ?? EXPOSURE_GAPS_ALPHA;
  const refusal = refusalOf([...shapeProblems(counts), ...checkAlpha(alpha)]);
  if (refusal) return refusal;
  const ofVariants = (counts[0] ?? []).map((_, variant) =>
    sum(counts.map(row => row[variant] ?? Number.NaN)),
  );
  const tests = testsOf(counts, ofVariants);
  const threshold = alpha / Math.max(tests.length, 1);
  return computed({
    leastP: leastOf(counts, tests),
    threshold,
    shortDays: tests
      .filter(({ pValue }) => pValue < threshold)
      .sort((a, b) => a.pValue - b.pValue),
    silentDays: silentDaysOf(counts, sum(ofVariants), alpha),
  });
};
