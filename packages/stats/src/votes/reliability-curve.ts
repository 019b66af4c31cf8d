import type { Interval } from '../fixed-horizon/effect-test';
import { wilsonBounds } from '../fixed-horizon/wilson-interval';
import { checkAlpha, checkCount } from '../input-checks';
import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { ScoredPredictions } from './scored-predictions';
import { checkPredictions } from './scored-predictions';

/** Predictions and how to group them. */
export type ReliabilityInput = ScoredPredictions & {
  /** Default 10. */
  readonly bins?: number;
  /**
   * Default `equal-width`: `((i − 1)/bins, i/bins]`, the first with 0.
   * `equal-count`: about as many cases in each; equal predictions stay
   * together.
   */
  readonly binning?: 'equal-width' | 'equal-count';
};

/** One group of cases with similar predictions. */
export type ReliabilityBin = {
  readonly n: number;
  /** Smallest and largest prediction that fell in. */
  readonly range: readonly [lowest: number, highest: number];
  readonly meanPredicted: number;
  readonly shareCorrect: number;
  /** Wilson interval of the share of correct cases. */
  readonly ci: Interval;
};

/** Calibration of probabilities in one figure. */
export type CalibrationError = {
  /** ECE: mean gap of the groups, weighted by their cases. */
  readonly expected: number;
  /** Largest gap of a group. */
  readonly maximum: number;
};

type Case = { readonly probability: number; readonly label: 0 | 1 };

const DEFAULT_BINS = 10;
const DEFAULT_ALPHA = 0.05;

const checkReliability = (input: ReliabilityInput) => [
  ...checkPredictions(input),
  ...checkCount(input.bins ?? DEFAULT_BINS, 'bins', 1),
];

// Ascending by prediction, so that a group is a run of cases.
const sortedCases = ({ probabilities, labels }: ScoredPredictions) =>
  probabilities
    .map((probability, i): Case => ({ probability, label: labels[i] ?? 0 }))
    .sort((a, b) => a.probability - b.probability);

const equalWidthBin = (probability: number, bins: number): number => {
  let bin = Math.max(Math.ceil(probability * bins) - 1, 0);
  // p · bins may have been rounded across an edge that p itself is on.
  if (bin > 0 && probability <= bin / bins) bin -= 1;
  else if (probability > (bin + 1) / bins) bin += 1;
  return bin;
};

const groupsOf = (input: ReliabilityInput): readonly (readonly Case[])[] => {
  const { bins = DEFAULT_BINS, binning = 'equal-width' } = input;
  const cases = sortedCases(input);
  const groups = new Map<number, Case[]>();
  let rank = 0;
  cases.forEach((item, i) => {
    if (item.probability !== cases[i - 1]?.probability) rank = i;
    const bin =
      binning === 'equal-width'
        ? equalWidthBin(item.probability, bins)
        : Math.floor((rank * bins) / cases.length);
    const group = groups.get(bin);
    if (group) group.push(item);
    else groups.set(bin, [item]);
  });
  return [...groups.values()];
};

const summarised = (cases: readonly Case[], alpha: number): ReliabilityBin => {
  const n = cases.length;
  const correct = cases.filter(({ label }) => label === 1).length;
  const total = cases.reduce((sum, { probability }) => sum + probability, 0);
  return {
    n,
    range: [cases[0]?.probability ?? NaN, cases[n - 1]?.probability ?? NaN],
    meanPredicted: total / n,
    shareCorrect: correct / n,
    ci: wilsonBounds({ successes: correct, n, perSide: alpha / 2 }),
  };
};

/**
 * The reliability curve: per group of similar predictions the mean prediction
 * and the share that was correct, ascending; empty groups are left out.
 *
 * Calibrated probabilities lie on the diagonal within the Wilson intervals at
 * 1 − alpha (default 0.95). Source: DeGroot & Fienberg 1983, *The
 * Statistician* 32, 12–22. Refuses what `brierScore` refuses, and fewer than
 * one bin.
 */
export const reliabilityCurve = (
  input: ReliabilityInput & { readonly alpha?: number },
): StatsResult<readonly ReliabilityBin[]> => {
  const alpha = input.alpha ?? DEFAULT_ALPHA;
  const refusal = refusalOf([...checkReliability(input), ...checkAlpha(alpha)]);
  if (refusal) return refusal;
  return computed(groupsOf(input).map(group => summarised(group, alpha)));
};

/**
 * Expected and maximum calibration error: `Σ n_b/n |share correct − mean
 * prediction|` over the groups of the reliability curve, and the largest gap.
 *
 * Source: Naeini, Cooper & Hauskrecht 2015, AAAI. It depends on the number of
 * bins and is above 0 by chance alone: compare like with like. Refuses what
 * `reliabilityCurve` refuses.
 */
export const expectedCalibrationError = (
  input: ReliabilityInput,
): StatsResult<CalibrationError> => {
  const curve = reliabilityCurve(input);
  if (!curve.ok) return curve;
  let [expected, maximum] = [0, 0];
  for (const { n, meanPredicted, shareCorrect } of curve.value) {
    const gap = Math.abs(shareCorrect - meanPredicted);
    expected += (n / input.probabilities.length) * gap;
    maximum = Math.max(maximum, gap);
  }
  return computed({ expected, maximum });
};
