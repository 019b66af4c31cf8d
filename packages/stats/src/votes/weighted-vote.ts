import { checkPositive } from '../input-checks';
import type { StatsProblem, StatsResult } from '../result';
import { computed, refusalOf } from '../result';

/** One model's answer; normalise dates, amounts and case before. */
export type Vote = { readonly answer: string; readonly weight: number };

/** The winning answer and the share of weight behind it, in 0–1. */
export type VoteResult = {
  readonly answer: string;
  readonly rawConfidence: number;
};

const noVotes: StatsProblem = {
  code: 'ETUDE_STATS_EMPTY',
  path: 'votes',
  message: 'votes is empty: ask at least one model.',
};

/**
 * The answer with the largest total weight; of equal ones the first given.
 *
 * `raw = Σ_{k: answer_k = a} w_k / Σ w_k`. The raw share is not a probability:
 * calibrate it with `fitPlattScaling`. Refuses no votes and weights that are
 * not above 0.
 */
export const weightedVote = (
  votes: readonly Vote[],
): StatsResult<VoteResult> => {
  const refusal = refusalOf([
    ...(votes.length === 0 ? [noVotes] : []),
    ...votes.flatMap((vote, i) =>
      checkPositive(vote.weight, `votes[${i}].weight`),
    ),
  ]);
  if (refusal) return refusal;
  const weights = new Map<string, number>();
  let total = 0;
  for (const { answer, weight } of votes) {
    weights.set(answer, (weights.get(answer) ?? 0) + weight);
    total += weight;
  }
  let best: VoteResult = { answer: '', rawConfidence: -1 };
  for (const [answer, weight] of weights) {
    const rawConfidence = weight / total;
    if (rawConfidence > best.rawConfidence) best = { answer, rawConfidence };
  }
  return computed(best);
};
