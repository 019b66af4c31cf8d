import type { SampleSummary } from './moments/sample-summary';
import type { StatsProblem, StatsProblemCode } from './result';

const problem = (
  code: StatsProblemCode,
  path: string,
  message: string,
): StatsProblem => ({ code, path, message });

/** Problems of a number that must be finite. */
export const checkFinite = (
  value: number,
  path: string,
): readonly StatsProblem[] =>
  Number.isFinite(value)
    ? []
    : [
        problem(
          'ETUDE_STATS_INVALID_NUMBER',
          path,
          `${path} is ${value}: a finite number is needed.`,
        ),
      ];

/** Problems of a number that must be finite and above zero. */
export const checkPositive = (
  value: number,
  path: string,
): readonly StatsProblem[] =>
  Number.isFinite(value) && value > 0
    ? []
    : [
        problem(
          'ETUDE_STATS_INVALID_NUMBER',
          path,
          `${path} is ${value}: a finite number above 0 is needed.`,
        ),
      ];

/** Problems of a type I error rate, which lies strictly between 0 and 1. */
export const checkAlpha = (
  alpha: number,
  path = 'alpha',
): readonly StatsProblem[] =>
  alpha > 0 && alpha < 1
    ? []
    : [
        problem(
          'ETUDE_STATS_INVALID_ALPHA',
          path,
          `${path} is ${alpha}: an error rate lies strictly between 0 and 1 (0.05 means 5 %).`,
        ),
      ];

/** Problems of a power target, which lies strictly between 0 and 1. */
export const checkPower = (power: number): readonly StatsProblem[] =>
  power > 0 && power < 1
    ? []
    : [
        problem(
          'ETUDE_STATS_INVALID_POWER',
          'power',
          `power is ${power}: a power lies strictly between 0 and 1 (0.8 means 80 %).`,
        ),
      ];

/** Problems of a probability in the closed interval from 0 to 1. */
export const checkProbability = (
  value: number,
  path: string,
): readonly StatsProblem[] =>
  value >= 0 && value <= 1
    ? []
    : [
        problem(
          'ETUDE_STATS_INVALID_PROBABILITY',
          path,
          `${path} is ${value}: a rate lies between 0 and 1, not in percent.`,
        ),
      ];

/** Problems of a whole number of units that must reach `least`. */
export const checkCount = (
  value: number,
  path: string,
  least = 0,
): readonly StatsProblem[] => {
  if (!Number.isSafeInteger(value) || value < 0) {
    return [
      problem(
        'ETUDE_STATS_INVALID_COUNT',
        path,
        `${path} is ${value}: a whole, non-negative number below 2^53 is needed.`,
      ),
    ];
  }
  return value >= least
    ? []
    : [
        problem(
          'ETUDE_STATS_TOO_FEW_UNITS',
          path,
          `${path} is ${value}: at least ${least} are needed. Wait for more units.`,
        ),
      ];
};

/** Problems of a variance of one unit: finite and not negative. */
export const checkVariance = (
  value: number,
  path: string,
): readonly StatsProblem[] =>
  Number.isFinite(value) && value >= 0
    ? []
    : [
        problem(
          'ETUDE_STATS_INVALID_VARIANCE',
          path,
          `${path} is ${value}: a variance is finite and not negative.`,
        ),
      ];

/** Problems of one variant's summary; a variance needs two units. */
export const checkSample = (
  sample: SampleSummary,
  path: string,
): readonly StatsProblem[] => {
  const count = checkCount(sample.n, `${path}.n`, 2);
  const mean = checkFinite(sample.mean, `${path}.mean`);
  // With fewer than two units the variance is NaN by definition: one reason
  // is enough.
  return count.length > 0
    ? [...count, ...mean]
    : [...mean, ...checkVariance(sample.variance, `${path}.variance`)];
};

/** The problem of a comparison whose standard error is zero. */
export const zeroVariance = (path: string): StatsProblem =>
  problem(
    'ETUDE_STATS_ZERO_VARIANCE',
    path,
    `${path} is 0: all units have the same value, so the data carry no information on uncertainty. Check the metric, or wait for more units.`,
  );

/** The problem of a relative quantity whose denominator is zero. */
export const zeroDenominator = (path: string): StatsProblem =>
  problem(
    'ETUDE_STATS_ZERO_DENOMINATOR',
    path,
    `${path} is 0: a relative effect or margin needs a denominator other than 0. Use an absolute one.`,
  );

/**
 * Problems of results that are no numbers: inputs so large or small that what
 * is made of them leaves the range of doubles.
 */
export const checkRange = (
  results: Readonly<Record<string, number>>,
): readonly StatsProblem[] =>
  Object.entries(results).flatMap(([path, value]) =>
    Number.isFinite(value)
      ? []
      : [
          problem(
            'ETUDE_STATS_INVALID_NUMBER',
            path,
            `${path} would be ${value}: the inputs are so large or so small that it leaves the range of numbers (about 1e-308 to 1e308). Check them, or use another unit of measurement.`,
          ),
        ],
  );

/** The problem of two lists that must have the same length. */
export const lengthMismatch = (path: string, lengths: string): StatsProblem =>
  problem(
    'ETUDE_STATS_LENGTH_MISMATCH',
    path,
    `${path} have different lengths (${lengths}): one entry per item is needed in each.`,
  );
