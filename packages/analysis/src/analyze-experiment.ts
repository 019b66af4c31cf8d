import { EtudeError } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import { adjustedDesign } from './adjusted-design';
import type { AnalysisInput, MetricInfo } from './analysis-input';
import type {
  AdjustedDesign,
  AnalysisResult,
  MetricResult,
} from './analysis-result';
import { checkCrossover } from './check-crossover';
import { checkData } from './check-data';
import { checkSrm } from './check-srm';
import { checkTraffic } from './check-traffic';
import { mergeMomentsRows } from './merged-moments';
import { hiddenResult, metricResult } from './metric-result';
import { progressOf } from './progress';
import { recommend } from './recommend';
import { verdictOf } from './verdict';
import { visibilityOf } from './visibility';

const designOf = ({ plan }: AnalysisInput): AdjustedDesign => {
  const result = adjustedDesign({
    metrics: plan.metrics,
    treatmentVariants: plan.variants.length - 1,
    alpha: plan.design.alpha,
    power: plan.design.power,
  });
  if (result.ok) return result.value;
  throw new EtudeError(
    `The experiment cannot be analysed, because its plan is not valid: ${result.problems.map(({ message }) => message).join(' ')} Correct the plan.`,
    {
      code: 'ETUDE_ANALYSIS_INVALID_PLAN',
      kind: 'user',
      problems: result.problems,
    },
  );
};

const infoOf = (input: AnalysisInput, metric: ExperimentMetric): MetricInfo => {
  const info = input.metricInfo.find(({ id }) => id === metric.metricId);
  if (info !== undefined) return info;
  throw new EtudeError(
    `Metric '${metric.metricId}' of the plan has no description: without its type it cannot be tested. Pass it in metricInfo.`,
    {
      code: 'ETUDE_ANALYSIS_UNKNOWN_METRIC',
      kind: 'bug',
      details: { metricId: metric.metricId },
    },
  );
};

const treatmentsOf = ({ plan }: AnalysisInput): readonly string[] =>
  plan.variants.map(({ id }) => id).filter(id => id !== plan.controlVariant);

const metricResults = (
  input: AnalysisInput,
  design: AdjustedDesign,
): readonly MetricResult[] => {
  const momentsOf = mergeMomentsRows(input.moments);
  const { metrics, controlVariant } = input.plan;
  return metrics.flatMap(metric => {
    const info = infoOf(input, metric);
    return treatmentsOf(input).map(variant =>
      metricResult(
        { metric, info, controlVariant, variant, design },
        momentsOf,
      ),
    );
  });
};

/**
 * Everything the platform says about an experiment at `now`, for screens,
 * alerts and the stored verdict: health, results at the levels that keep the
 * error rates of the decision, one recommendation per treatment variant, and
 * for an ended experiment its verdict.
 *
 * While a fixed-horizon experiment runs towards its planned end, results are
 * hidden: the value holds no mean, estimate or p-value of any metric.
 * Metrics without a usable result carry a problem instead of numbers.
 *
 * @throws ETUDE_ANALYSIS_INVALID_PLAN for rates or metric counts that
 * `validatePlan` refuses; ETUDE_ANALYSIS_UNKNOWN_METRIC when `metricInfo`
 * lacks a metric of the plan.
 */
export const analyzeExperiment = (input: AnalysisInput): AnalysisResult => {
  const design = designOf(input);
  const visibility = visibilityOf(input);
  const results = metricResults(input, design);
  const health = [
    checkTraffic(input),
    checkSrm(input),
    checkCrossover(input),
    checkData(input, results),
  ];
  const recommendations = treatmentsOf(input).map(variant =>
    recommend({
      input,
      variant,
      visibility,
      health,
      results: results.filter(result => result.variant === variant),
    }),
  );
  return {
    visibility,
    health,
    metrics:
      visibility.effects === 'open'
        ? results
        : results.map(result => hiddenResult(result, visibility)),
    recommendations,
    verdict:
      input.state === 'ended'
        ? verdictOf({ input, health, results, recommendations })
        : null,
    design,
    progress: progressOf(input, results),
  };
};
