import { sequentialSrm } from '@etude/stats';
import type { AnalysisInput } from '../analysis-input';
import { dailySplit } from './daily-split';
import { unitsByVariant } from './traffic-counts';

/** The sequential check fails below this running p-value. */
export const SEQUENTIAL_SRM_THRESHOLD = 0.01;

/** Exposed units against the plan, by variant in the order of the plan. */
export type SampleRatio = {
  readonly ids: readonly string[];
  readonly counts: readonly number[];
  readonly weights: readonly number[];
  /** Weights over their sum. */
  readonly shares: readonly number[];
  readonly total: number;
};

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);

/** The split of all exposed units so far. */
export const sampleRatioOf = ({
  plan,
  traffic,
}: Pick<AnalysisInput, 'plan' | 'traffic'>): SampleRatio => {
  const units = unitsByVariant(traffic);
  const weights = plan.variants.map(({ weight }) => weight);
  const counts = plan.variants.map(({ id }) => units.get(id) ?? 0);
  return {
    ids: plan.variants.map(({ id }) => id),
    counts,
    weights,
    shares: weights.map(weight => weight / sum(weights)),
    total: sum(counts),
  };
};

const sequentialP = (
  counts: readonly number[],
  weights: readonly number[],
): number => {
  const result = sequentialSrm({ batches: [counts], weights });
  // Counts that cannot be judged are no evidence against the split.
  return result.ok ? (result.value.sequentialP[0] ?? 1) : 1;
};

/** Smallest sequential p-value of the looks before this one; 1 without any. */
export const pastSrmP = ({ pastLooks = [] }: AnalysisInput): number =>
  pastLooks.reduce((least, { srmP }) => Math.min(least, srmP), 1);

/**
 * The running p-value of the sequential sample ratio check with this look:
 * valid however often one looks, and never increasing. For the record of the
 * look, and for the check while the experiment is live.
 *
 * Each look is judged on its own cumulative counts: those can fall, because a
 * unit that crosses over later leaves them.
 */
export const runningSrmP = (input: AnalysisInput): number => {
  const { counts, weights } = sampleRatioOf(input);
  return Math.min(pastSrmP(input), sequentialP(counts, weights));
};

/**
 * The first day after which the sequential check of units up to that day
 * fails; null when no day does or traffic has no dates.
 */
export const firstSrmDay = (input: AnalysisInput): string | null => {
  const { weights } = sampleRatioOf(input);
  let totals = weights.map(() => 0);
  for (const { day, counts } of dailySplit(input)) {
    totals = totals.map((total, index) => total + (counts[index] ?? 0));
    if (sequentialP(totals, weights) < SEQUENTIAL_SRM_THRESHOLD) return day;
  }
  return null;
};
