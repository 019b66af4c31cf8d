import type { StatsResult } from '../result';
import { computed, refusalOf } from '../result';
import type { ScoredPredictions } from './scored-predictions';
import { checkPredictions } from './scored-predictions';

/** How far predicted probabilities are from what happened. */
export type BrierScore = {
  /** Mean squared error, in 0–1; 0 is perfect. */
  readonly score: number;
  /** Share of correct cases. */
  readonly baseRate: number;
  /** Score of always predicting the base rate: `r(1 − r)`. */
  readonly reference: number;
  /**
   * `1 − score/reference`: 1 is perfect, 0 no better than the base rate; null
   * when all cases turned out alike and nothing could be told apart.
   */
  readonly skill: number | null;
};

/**
 * The Brier score of probabilities, `Σ(p − y)²/n`, with the score of the base
 * rate to compare it with.
 *
 * Source: Brier 1950, *Monthly Weather Review* 78, 1–3. Refuses no cases,
 * lists of different length and probabilities outside [0, 1].
 */
export const brierScore = (
  predictions: ScoredPredictions,
): StatsResult<BrierScore> => {
  const refusal = refusalOf(checkPredictions(predictions));
  if (refusal) return refusal;
  const { probabilities, labels } = predictions;
  const n = probabilities.length;
  const correct = labels.filter(label => label === 1).length;
  const score =
    probabilities.reduce(
      (sum, p, i) => sum + (p - (labels[i] ?? Number.NaN)) ** 2,
      0,
    ) / n;
  const baseRate = correct / n;
  const reference = baseRate * (1 - baseRate);
  return computed({
    score,
    baseRate,
    reference,
    skill: reference > 0 ? 1 - score / reference : null,
  });
};
