import type { Result } from '@etude/kernel';
import { refused } from '@etude/kernel';
import type { AnalysisContext } from '../analysis-context';
import type { MetricInfo } from '../analysis-input';
import type { ComparedSamples } from './compared-samples';
import { comparedSamples } from './compared-samples';
import { failedMetric } from './metric-problem';
import { comparedQuantiles } from './quantile-samples';

/**
 * Control and one treatment variant of a metric of any type, as its tests
 * take them. Refuses a metric that the warehouse could not compute, a variant
 * without units, and what the statistics refuse.
 */
export const metricSamples = (
  { input, moments }: Pick<AnalysisContext, 'input' | 'moments'>,
  info: MetricInfo,
  variant: string,
): Result<ComparedSamples> => {
  const variants = [input.plan.controlVariant, variant] as const;
  if (info.failure !== undefined) {
    return refused(failedMetric(info.name, info.failure));
  }
  return info.type === 'quantile'
    ? comparedQuantiles(input.quantiles ?? [], info, variants)
    : comparedSamples(
        {
          control: moments.total.cellOf(info.id, variants[0]),
          treatment: moments.total.cellOf(info.id, variant),
        },
        info,
        { variants, clustered: input.clustered },
      );
};
