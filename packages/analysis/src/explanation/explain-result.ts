import type { AnalysisContext } from '../analysis-context';
import { atLook, contextOf } from '../analysis-context';
import type { AnalysisInput } from '../analysis-input';
import type { AnalysisResult, MetricResult } from '../analysis-result';
import { analyzeExperiment } from '../analyze-experiment';
import { mainTestOf } from '../decision/error-rates';
import { metricSamples } from '../metrics/metric-samples';
import { boundFigures } from './bound-figures';
import { breakdownFigures } from './breakdown-figures';
import { designFigures } from './design-figures';
import { differenceFigures } from './difference-figures';
import { adjustmentFigures, bayesianFigures } from './display-figures';
import type { ExplainedMetric } from './explained-metric';
import { estimatedOf, watchedLevel } from './explained-metric';
import type { FigureExplanation } from './figure-explanation';
import { healthFigures } from './health-figures';
import { liftFigures } from './lift-figures';
import { meanFigures } from './mean-figures';
import { precisionFigures } from './precision-figures';
import { progressFigures } from './progress-figures';
import { monitorFigures, sequenceFigures } from './sequence-figures';

const explainedOf = (
  context: AnalysisContext,
  analysis: AnalysisResult,
  result: MetricResult,
): readonly ExplainedMetric[] => {
  const { metricId, variant } = result;
  const { plan, metricInfo } = context.input;
  const metric = plan.metrics.find(one => one.metricId === metricId);
  const info = metricInfo.find(({ id }) => id === metricId);
  if (metric === undefined || info === undefined) return [];
  const monitor = analysis.monitors.find(
    one => one.metricId === metricId && one.variant === variant,
  );
  const samples = metricSamples(context, info, variant);
  return [{ metric, info, variant, context, result, monitor, samples }];
};

const effectFigures = (
  explained: ExplainedMetric,
): readonly FigureExplanation[] => {
  const estimated = estimatedOf(explained);
  const { difference } = explained.result;
  const main = watchedLevel(explained, mainTestOf(explained.metric));
  if (!estimated || !difference || !main) return [];
  const shown = { explained: estimated, difference, main };
  return [
    ...meanFigures(estimated),
    ...differenceFigures(shown),
    ...liftFigures(shown),
    ...boundFigures(shown),
    ...sequenceFigures(shown),
    ...adjustmentFigures(shown),
    ...bayesianFigures(shown),
  ];
};

/**
 * How every figure of `analyzeExperiment(input)` was computed, for a panel
 * beside it: formula, inputs, intermediate values and source.
 *
 * The values are those of the result, to the last bit, and the steps lead from
 * the inputs to them. While effects are closed there is no explanation of an
 * effect, and none holds a mean or p-value of a metric: what remains is what
 * the result shows then, health, levels, precision, watch and progress. A
 * metric without a result has no figure.
 *
 * @throws as `analyzeExperiment`.
 */
export const explainResult = (
  input: AnalysisInput,
): readonly FigureExplanation[] => {
  const analysis = analyzeExperiment(input);
  const context = atLook(
    contextOf(input, analysis.look.solvedLooks),
    analysis.visibility,
  );
  const explained = analysis.metrics.flatMap(result =>
    explainedOf(context, analysis, result),
  );
  return [
    ...explained.flatMap(effectFigures),
    ...explained.flatMap(precisionFigures),
    ...explained.flatMap(monitorFigures),
    ...healthFigures(input, analysis.health),
    ...designFigures(context),
    ...breakdownFigures(context, analysis.breakdowns),
    ...progressFigures(context, analysis.progress, analysis.metrics),
  ];
};
