import type { Interval, StatsResult } from '@etude/stats';
import type { Claim, Figure } from '../report/figure';
import { rateOf } from '../study';

/** What one test of one simulated sample says. */
export type Trial = {
  /** Left out: the test is whether the interval excludes 0. */
  readonly pValue?: number;
  readonly ci: Interval;
};

/** One way to judge a sample, with what may be claimed of it. */
export type Method<Sample> = {
  readonly labels: readonly string[];
  readonly judge: (sample: Sample) => StatsResult<Trial>;
  /** Of the rate of rejections where there is no effect. */
  readonly falsePositives: Claim;
  /** Of the share of intervals that hold the true effect. */
  readonly coverage: Claim;
};

/** Samples without and with an effect, and methods that judge both. */
export type TrialPlan<Sample> = {
  readonly alpha: number;
  readonly replications: number;
  readonly withoutEffect: () => Sample;
  readonly withEffect: () => Sample;
  /** The true effect of `withEffect`, on the scale of the intervals. */
  readonly effect: number;
  readonly methods: readonly Method<Sample>[];
};

type Counts = { hits: number; refused: number };

const countEach = <Sample>(
  plan: TrialPlan<Sample>,
  draw: () => Sample,
  isHit: (trial: Trial) => boolean,
): readonly Counts[] => {
  const counts = plan.methods.map(() => ({ hits: 0, refused: 0 }));
  for (let i = 0; i < plan.replications; i += 1) {
    const sample = draw();
    for (const [m, method] of plan.methods.entries()) {
      const count = counts[m];
      const result = method.judge(sample);
      if (count === undefined) continue;
      if (!result.ok) count.refused += 1;
      else if (isHit(result.value)) count.hits += 1;
    }
  }
  return counts;
};

const isRejected = ({ pValue, ci }: Trial, alpha: number): boolean =>
  pValue === undefined ? ci[0] > 0 || ci[1] < 0 : pValue <= alpha;

/**
 * False positives and coverage of every method, on the same samples. Samples
 * that a method refuses are left out, and their share becomes a line.
 */
export const trialFigures = <Sample>(
  plan: TrialPlan<Sample>,
): readonly Figure[] => {
  const { alpha, replications, effect } = plan;
  const rejected = countEach(plan, plan.withoutEffect, trial =>
    isRejected(trial, alpha),
  );
  const covered = countEach(
    plan,
    plan.withEffect,
    ({ ci }) => ci[0] <= effect && effect <= ci[1],
  );
  return plan.methods.flatMap(({ labels, falsePositives, coverage }, m) => {
    const [no, yes] = [rejected[m], covered[m]];
    if (no === undefined || yes === undefined) return [];
    const refused = no.refused + yes.refused;
    return [
      {
        labels,
        quantity: 'false positives',
        nominal: alpha,
        observed: rateOf(no.hits, replications - no.refused),
        claim: falsePositives,
      },
      {
        labels,
        quantity: 'coverage',
        nominal: 1 - alpha,
        observed: rateOf(yes.hits, replications - yes.refused),
        claim: coverage,
      },
      ...(refused === 0
        ? []
        : [
            {
              labels,
              quantity: 'no result',
              nominal: null,
              observed: rateOf(refused, 2 * replications),
              claim: { kind: 'none' as const },
            },
          ]),
    ];
  });
};
