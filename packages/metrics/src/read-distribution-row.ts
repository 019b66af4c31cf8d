import { EtudeError } from '@etude/kernel';
import { z } from 'zod';
import type { ComputationRow } from './answer-row';
import { FAR_LEVEL } from './distribution-plan';
import type { DistributionPlan } from './distribution-plan';
import { DISTRIBUTION_BINS } from './distribution-query';

const count = z.number().int().nonnegative();
const figure = z.number().nullable();

const summarySchema = z.object({
  units: count.nullable(),
  with_value: count.nullable(),
  zeros: count.nullable(),
  n: count.nullable(),
  mean: figure,
  variance: figure,
  total: figure,
  least: figure,
  greatest: figure,
  start: figure,
  width: figure,
});

/** Values of [from, to), and of how many units (or facts); never 0 itself. */
export type DistributionBin = {
  readonly from: number;
  /** Null for all values from `from` on. */
  readonly to: number | null;
  readonly units: number;
};

/**
 * How values are spread over units, or over facts. `variance` is that of one
 * value, with divisor n − 1.
 */
export type Distribution = {
  readonly of: 'units' | 'events';
  /** Units that entered, or facts. */
  readonly units: number;
  /** Those with a value of their own, before any are taken for 0. */
  readonly withValue: number;
  /** Of the values that count, how many are 0. */
  readonly zeros: number;
  /** Values that count. */
  readonly n: number;
  readonly mean: number;
  /** Null for fewer than two values. */
  readonly variance: number | null;
  readonly least: number;
  readonly greatest: number;
  /** Empty where the engine has no exact quantiles. */
  readonly quantiles: readonly {
    readonly level: number;
    readonly value: number;
  }[];
  /**
   * Share of the sum that the largest 1 % of values hold, the value at the
   * boundary in part; null where values are negative or nothing is summed.
   */
  readonly topShare: number | null;
  readonly bins: readonly DistributionBin[];
};

const numberAt = (row: ComputationRow, name: string): number | null => {
  const parsed = figure.safeParse(row[name] ?? null);
  if (parsed.success) return parsed.data;
  throw unreadable(row, parsed.error.message);
};

const unreadable = (row: ComputationRow, why: string): EtudeError =>
  new EtudeError(
    `The warehouse answered the question for a distribution with a row that cannot be read: ${why}. Please report this.`,
    { code: 'ETUDE_DISTRIBUTION_ROW', kind: 'bug', details: { row } },
  );

const binsOf = (
  row: ComputationRow,
  start: number | null,
  width: number | null,
): DistributionBin[] => {
  if (start === null || width === null) return [];
  const bins = Array.from({ length: DISTRIBUTION_BINS + 1 }, (_, index) => ({
    // Through text: 3 * 0.1 is not 0.3.
    from: Number((start + index * width).toPrecision(12)),
    to:
      index === DISTRIBUTION_BINS
        ? null
        : Number((start + (index + 1) * width).toPrecision(12)),
    units: numberAt(row, `bin_${index}`) ?? 0,
  }));
  const last = bins.findLastIndex(({ units }) => units > 0);
  return bins.slice(0, last + 1);
};

const TOP_SHARE = 0.01;

const topShareOf = (
  row: ComputationRow,
  {
    n,
    least,
    total,
    far,
  }: {
    readonly n: number;
    readonly least: number;
    readonly total: number | null;
    readonly far: number | undefined;
  },
): number | null => {
  if (far === undefined || total === null || least < 0 || total <= 0) {
    return null;
  }
  const beyond = numberAt(row, 'far_units') ?? 0;
  const atBoundary = Math.max(0, TOP_SHARE * n - beyond) * far;
  return Math.min(1, ((numberAt(row, 'far_total') ?? 0) + atBoundary) / total);
};

/**
 * The distribution from the row of {@link distributionQuery}; undefined when
 * no value counts.
 *
 * @throws ETUDE_DISTRIBUTION_ROW, ETUDE_METRIC_NOT_FINITE
 */
export const readDistributionRow = (
  row: ComputationRow,
  { of, levels }: Pick<DistributionPlan, 'of' | 'levels'>,
): Distribution | undefined => {
  const parsed = summarySchema.safeParse(row);
  if (!parsed.success) throw notFiniteOr(row, parsed.error.message);
  const { mean, variance, total, least, greatest, ...counts } = parsed.data;
  const n = counts.n ?? 0;
  if (n === 0 || mean === null || least === null || greatest === null) {
    return undefined;
  }
  const quantiles = levels.flatMap((level, index) => {
    const value = numberAt(row, `quantile_${index + 1}`);
    return value === null ? [] : [{ level, value }];
  });
  const far = quantiles.find(({ level }) => level === FAR_LEVEL)?.value;
  return {
    of,
    units: counts.units ?? 0,
    withValue: counts.with_value ?? 0,
    zeros: counts.zeros ?? 0,
    n,
    mean,
    variance,
    least,
    greatest,
    quantiles,
    topShare: topShareOf(row, { n, least, total, far }),
    bins: binsOf(row, counts.start, counts.width),
  };
};

const notFiniteOr = (row: ComputationRow, why: string): EtudeError =>
  typeof row['mean'] === 'number' && !Number.isFinite(row['mean'])
    ? new EtudeError(
        'The values have no finite mean: the measure holds NaN or infinite values. Filter them out or mend the data.',
        { code: 'ETUDE_METRIC_NOT_FINITE', kind: 'user', details: { row } },
      )
    : unreadable(row, why);
