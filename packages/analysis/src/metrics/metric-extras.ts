import type { MetricDirection } from '@etude/lifecycle';
import { bayesianEffect, varianceOfMean } from '@etude/stats';
import type {
  BayesianView,
  MetricAdjustment,
  MetricDifference,
} from '../analysis-result';
import type { ComparedSamples } from './compared-samples';
import { openEnds, shownDifference } from './shown-difference';

const squaredStdErr = ({
  control,
  treatment,
}: Pick<ComparedSamples, 'control' | 'treatment'>): number =>
  varianceOfMean(control) + varianceOfMean(treatment);

/**
 * What covariates did to the result, beside the difference without them;
 * nothing when there are none, or when without them there is no variance.
 */
export const metricAdjustment = (
  samples: ComparedSamples,
  alpha: number,
): { readonly adjustment?: MetricAdjustment } => {
  const { unadjusted } = samples;
  if (unadjusted === undefined) return {};
  const { control, treatment, covariates, dropped } = unadjusted;
  const difference = shownDifference(
    { control, treatment, df: samples.df, baseline: samples.baseline },
    alpha,
  );
  return difference.ok
    ? {
        adjustment: {
          covariates,
          dropped,
          varianceReduction:
            1 - squaredStdErr(samples) / squaredStdErr(unadjusted),
          unadjusted: difference.value,
        },
      }
    : {};
};

// The credible interval of the display; no decision depends on it.
const BAYESIAN_ALPHA = 0.05;

/**
 * The posterior of the absolute effect under the flat prior, for display:
 * chance to win, 95 % credible interval and both risks.
 */
export const metricBayesian = (
  { estimate, stdErr }: MetricDifference,
  direction: MetricDirection,
): { readonly bayesian?: BayesianView } => {
  const posterior = bayesianEffect({
    estimate,
    stdErr,
    alpha: BAYESIAN_ALPHA,
    preferredDirection: direction,
    scale: { kind: 'relative' },
  });
  if (!posterior.ok) return {};
  const { chanceToWin, credibleInterval } = posterior.value;
  const { riskShipTreatment, riskKeepControl } = posterior.value;
  return {
    bayesian: {
      chanceToWin,
      credibleInterval: openEnds(credibleInterval),
      riskOfShipping: riskShipTreatment,
      riskOfNotShipping: riskKeepControl,
    },
  };
};
