import type { Result } from '@etude/kernel';
import { refused } from '@etude/kernel';
import type { AnalysisContext } from '../analysis-context';
import type { MetricInfo } from '../analysis-input';
import type { ComparedSamples } from './compared-samples';
import { comparedSamples } from './compared-samples';
import { failedMetric } from './metric-problem';
import type { MetricQuestion } from './metric-question';
import type { MomentsSlice } from './moments-index';
import { comparedQuantiles } from './quantile-samples';

/**
 * Control and one treatment variant of a metric within some units: all of
 * them, or those with one value of a dimension. Refuses as `comparedSamples`.
 */
export const cellSamples = (
  { input }: Pick<AnalysisContext, 'input'>,
  slice: MomentsSlice,
  { info, variant }: Pick<MetricQuestion, 'info' | 'variant'>,
): Result<ComparedSamples> => {
  const { controlVariant } = input.plan;
  return comparedSamples(
    {
      control: slice.cellOf(info.id, controlVariant),
      treatment: slice.cellOf(info.id, variant),
    },
    info,
    { variants: [controlVariant, variant], clustered: input.clustered },
  );
};

/**
 * Control and one treatment variant of a metric of any type, as its tests
 * take them. Refuses a metric that the warehouse could not compute, a variant
 * without units, and what the statistics refuse.
 */
export const metricSamples = (
  context: Pick<AnalysisContext, 'input' | 'moments'>,
  info: MetricInfo,
  variant: string,
): Result<ComparedSamples> => {
  const { input, moments } = context;
  if (info.failure !== undefined) {
    return refused(failedMetric(info.name, info.failure));
  }
  return info.type === 'quantile'
    ? comparedQuantiles(input.quantiles ?? [], info, [
        input.plan.controlVariant,
        variant,
      ])
    : cellSamples(context, moments.total, { info, variant });
};
