import type { Problem, Result } from '@etude/kernel';
import { ok, refused } from '@etude/kernel';
import {
  pairMomentsFromSummary,
  ratioSummary,
  summaryOfBoundedQuantile,
} from '@etude/stats';
import type { SizingUnit } from '../required-units';
import type { MetricBaselineFigures } from './sample-size-plan';

/** Mean, variance and variance factor of one unit, for sizes. */
export type UnitBaseline = Pick<
  SizingUnit,
  'mean' | 'variance' | 'varianceFactor'
>;

type Moments = Pick<SizingUnit, 'mean' | 'variance'>;

const underPath = (
  problems: readonly Problem[],
  path: string,
): { readonly ok: false; readonly problems: readonly Problem[] } => ({
  ok: false,
  problems: problems.map(problem => ({ ...problem, path })),
});

const ratioMoments = (metric: MetricBaselineFigures): Result<Moments> => {
  const { denominator, baselineMean, baselineVariance } = metric;
  if (denominator === undefined) {
    return ok({ mean: baselineMean, variance: baselineVariance });
  }
  const { mean, variance, covariance } = denominator;
  if (covariance ** 2 > variance * baselineVariance * (1 + 1e-9)) {
    return refused({
      code: 'ETUDE_ANALYSIS_INVALID_BASELINE',
      path: 'denominator.covariance',
      message: `The covariance ${covariance} is larger than variances of ${baselineVariance} and ${variance} allow. Take all three from the same units.`,
    });
  }
  // The variance of one unit does not depend on how many there are.
  const summary = ratioSummary(
    pairMomentsFromSummary({
      n: 2,
      meanX: mean,
      meanY: baselineMean,
      varianceX: variance,
      varianceY: baselineVariance,
      covariance,
    }),
  );
  return summary.ok ? summary : underPath(summary.problems, 'denominator');
};

const quantileMoments = (metric: MetricBaselineFigures): Result<Moments> => {
  const { quantile, baselineMean, baselineVariance } = metric;
  if (quantile === undefined) {
    return ok({ mean: baselineMean, variance: baselineVariance });
  }
  const { n, lower, upper } = quantile;
  const bounded = { n, nBounds: n, estimate: baselineMean, lower, upper };
  const summary = summaryOfBoundedQuantile(bounded);
  return summary.ok ? summary : underPath(summary.problems, 'quantile');
};

const momentsOf = (metric: MetricBaselineFigures): Result<Moments> => {
  if (metric.kind === 'ratio') return ratioMoments(metric);
  if (metric.kind === 'quantile') return quantileMoments(metric);
  return ok({ mean: metric.baselineMean, variance: metric.baselineVariance });
};

const factorProblems = (metric: MetricBaselineFigures): readonly Problem[] => {
  const { covariateR2 = 0, designEffect = 1 } = metric;
  return [
    ...(covariateR2 >= 0 && covariateR2 < 1
      ? []
      : [
          {
            code: 'ETUDE_ANALYSIS_INVALID_BASELINE',
            path: 'covariateR2',
            message: `covariateR2 is ${covariateR2}: the share of the variance that covariates explain is at least 0 and below 1. Take it from history.`,
          },
        ]),
    ...(Number.isFinite(designEffect) && designEffect > 0
      ? []
      : [
          {
            code: 'ETUDE_ANALYSIS_INVALID_BASELINE',
            path: 'designEffect',
            message: `designEffect is ${designEffect}: it is above 0, and 1 for independent units. Compute it from the cluster sizes and the intraclass correlation.`,
          },
        ]),
  ];
};

/**
 * What one unit of a metric looks like, for its size: the linearised variance
 * of a ratio, the variance behind the bounds of a quantile, and the factor
 * `(1 − R²) · design effect`.
 *
 * Refuses, with paths within the metric, an R² outside [0, 1), a design effect
 * that is not above 0 and moments that contradict each other.
 */
export const metricBaseline = (
  metric: MetricBaselineFigures,
): Result<UnitBaseline> => {
  const moments = momentsOf(metric);
  const problems = [
    ...factorProblems(metric),
    ...(moments.ok ? [] : moments.problems),
  ];
  if (!moments.ok || problems.length > 0) return { ok: false, problems };
  const { covariateR2 = 0, designEffect = 1 } = metric;
  return ok({
    mean: moments.value.mean,
    variance: moments.value.variance,
    varianceFactor: (1 - covariateR2) * designEffect,
  });
};
