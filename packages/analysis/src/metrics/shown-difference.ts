import type { Result } from '@etude/kernel';
import { ok } from '@etude/kernel';
import { meanDifferenceTest, testEffect, varianceOfMean } from '@etude/stats';
import type { Interval, MetricDifference } from '../analysis-result';
import type { ComparedSamples } from './compared-samples';

/** An interval whose infinite ends are open. */
export const openEnds = ([from, to]: readonly [number, number]): Interval => [
  Number.isFinite(from) ? from : null,
  Number.isFinite(to) ? to : null,
];

/**
 * The interval of a look that may not spend anything (yet, or any more): it
 * excludes nothing.
 */
export const OPEN_INTERVAL: Interval = [null, null];

/** The level at which figures of a look are computed that may spend nothing. */
export const LEAST_LEVEL = 1e-300;

/** Treatment − control with its standard error, as a test takes it. */
export type Effect = {
  readonly difference: number;
  readonly stdErr: number;
  readonly df: number;
};

/** The effect that two samples show. */
export const effectOf = ({
  control,
  treatment,
  df,
}: ComparedSamples): Effect => ({
  difference: treatment.mean - control.mean,
  stdErr: Math.sqrt(varianceOfMean(control) + varianceOfMean(treatment)),
  df,
});

/**
 * Treatment − control with a two-sided interval at `alpha`, as the stored
 * difference of a metric; with an alpha of 0 the interval is open.
 */
export const shownDifference = (
  samples: ComparedSamples,
  alpha: number,
): Result<MetricDifference> => {
  const { control, treatment, df } = samples;
  const checked = meanDifferenceTest({
    control,
    treatment,
    alternative: 'two-sided',
    alpha: alpha || LEAST_LEVEL,
  });
  const test =
    checked.ok && df !== Infinity
      ? testEffect({
          ...effectOf(samples),
          alternative: 'two-sided',
          alpha: alpha || LEAST_LEVEL,
        })
      : checked;
  if (!test.ok) return test;
  const { difference, stdErr, pValue, ci } = test.value;
  return ok({
    estimate: difference,
    stdErr,
    ci: alpha === 0 ? OPEN_INTERVAL : openEnds(ci),
    pValue,
  });
};
