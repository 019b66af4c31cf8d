import { checkProbability, lengthMismatch } from '../input-checks';
import type { StatsProblem } from '../result';

/** Predicted probabilities with what turned out to be correct (1) or not. */
export type ScoredPredictions = {
  readonly probabilities: readonly number[];
  readonly labels: readonly (0 | 1)[];
};

/** Problems of predictions: none, of different length, outside 0–1. */
export const checkPredictions = ({
  probabilities,
  labels,
}: ScoredPredictions): readonly StatsProblem[] => [
  ...(probabilities.length === 0
    ? [
        {
          code: 'ETUDE_STATS_EMPTY' as const,
          path: 'probabilities',
          message: 'probabilities is empty: score at least one labelled case.',
        },
      ]
    : []),
  ...(probabilities.length === labels.length
    ? []
    : [
        lengthMismatch(
          'probabilities and labels',
          `${probabilities.length} and ${labels.length}`,
        ),
      ]),
  ...probabilities.flatMap((p, i) =>
    checkProbability(p, `probabilities[${i}]`),
  ),
];
