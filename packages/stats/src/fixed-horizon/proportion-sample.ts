import { checkCount } from '../input-checks';
import type { SampleSummary } from '../moments/sample-summary';
import type { StatsProblem } from '../result';

/** Units of one variant and how many of them showed the outcome. */
export type ProportionSample = {
  readonly successes: number;
  readonly n: number;
};

/** Problems of successes and units of one variant. */
export const checkProportion = (
  sample: ProportionSample,
  path: string,
): readonly StatsProblem[] => {
  const problems = [
    ...checkCount(sample.n, `${path}.n`, 1),
    ...checkCount(sample.successes, `${path}.successes`),
  ];
  return problems.length > 0 || sample.successes <= sample.n
    ? problems
    : [
        {
          code: 'ETUDE_STATS_INVALID_COUNT',
          path: `${path}.successes`,
          message: `${path}.successes is ${sample.successes}, more than the ${sample.n} units. Count each unit once.`,
        },
      ];
};

/**
 * Mean and variance of one unit of a yes/no metric: `p` and `p(1 − p)`.
 * The denominator is n, not n − 1, by the platform's convention.
 */
export const proportionSummary = (sample: ProportionSample): SampleSummary => {
  const p = sample.successes / sample.n;
  return {
    n: sample.n,
    mean: p,
    variance: p * ((sample.n - sample.successes) / sample.n),
  };
};
