import type { Result } from '@etude/kernel';
import type { ExperimentMetric } from '@etude/lifecycle';
import type { AnalysisContext } from '../analysis-context';
import type { MetricInfo } from '../analysis-input';
import type {
  DeteriorationMonitor,
  MetricBound,
  MetricResult,
} from '../analysis-result';
import { levelOf } from '../decision/error-rates';
import type { LookLevel } from '../designs/look-level';
import { lookLevel } from '../designs/look-level';
import type { Watch } from '../designs/watch';
import type { TestHistory } from '../looks/look-history';
import type { ComparedSamples } from '../metrics/compared-samples';
import { watcherOf } from '../monitor/metric-watch';

/** A metric in one treatment variant, with all that its figures come from. */
export type ExplainedMetric = {
  readonly metric: ExperimentMetric;
  readonly info: MetricInfo;
  readonly variant: string;
  readonly context: AnalysisContext;
  readonly result: MetricResult;
  readonly monitor: DeteriorationMonitor | undefined;
  readonly samples: Result<ComparedSamples>;
};

/** A metric whose effects may be seen, with the numbers they are made of. */
export type EstimatedMetric = Omit<ExplainedMetric, 'samples'> & {
  readonly samples: ComparedSamples;
};

/** One test of a metric as it stands at this look. */
export type WatchedLevel = {
  readonly alpha: number;
  readonly watch: Watch;
  readonly history: TestHistory;
  /** Units of control and the variant. */
  readonly units: number;
  readonly level: LookLevel;
};

/**
 * The level of one test at this look. It depends on counts only, so it may be
 * told while effects are closed. Undefined where the look has none.
 */
export const watchedLevel = (
  explained: ExplainedMetric,
  kind: MetricBound['kind'],
): WatchedLevel | undefined => {
  const { context, metric, samples } = explained;
  const { design, criticalValues } = context;
  if (!samples.ok) return undefined;
  const units = samples.value.control.n + samples.value.treatment.n;
  const { watch, history } = watcherOf(explained)(kind);
  const alpha =
    kind === 'inferiority'
      ? design.alphaDeterioration
      : levelOf(metric, design);
  const level = lookLevel({
    watch,
    alpha,
    history,
    units,
    // Only the running p-value depends on it, and that is in the result.
    statistic: 0,
    criticalValues,
  });
  return level.ok
    ? { alpha, watch, history, units, level: level.value }
    : undefined;
};

/** The metric, if its effects may be seen. */
export const estimatedOf = (
  explained: ExplainedMetric,
): EstimatedMetric | undefined =>
  explained.result.status === 'estimated' && explained.samples.ok
    ? { ...explained, samples: explained.samples.value }
    : undefined;

/** The id of a figure of a metric. */
export const metricFigureId = (
  { metric, variant }: Pick<ExplainedMetric, 'metric' | 'variant'>,
  figure: string,
): string => `metric/${metric.metricId}/${variant}/${figure}`;

/** The title of a figure of a metric. */
export const metricFigureTitle = (
  { info, variant }: Pick<ExplainedMetric, 'info' | 'variant'>,
  figure: string,
): string => `${info.name} in ${variant}: ${figure}`;
