import type { ExperimentMetric } from '@etude/lifecycle';
import type { AnalysisContext } from '../analysis-context';
import type { MetricInfo } from '../analysis-input';
import type {
  DeteriorationMonitor,
  MetricResult,
  Visibility,
} from '../analysis-result';
import type { LookTest } from '../look-record';

/** One metric in one treatment variant. */
export type MetricQuestion = {
  readonly metric: ExperimentMetric;
  readonly info: MetricInfo;
  readonly variant: string;
};

/** What one look tells of one metric in one variant. */
export type MetricAnalysis = {
  /** As it is when effects are open. */
  readonly result: MetricResult;
  readonly monitor: DeteriorationMonitor;
  /** Sequential tests made at this look, for the next one. */
  readonly looks: readonly LookTest[];
};

/** A question with what all metrics of the analysis share. */
export type AskedMetric = MetricQuestion & {
  readonly context: AnalysisContext;
  readonly visibility: Visibility;
};

/** The fields of a result that do not depend on data. */
export const identityOf = ({ metric, info, variant }: MetricQuestion) => ({
  metricId: metric.metricId,
  name: info.name,
  role: metric.role,
  direction: metric.direction,
  variant,
  ...(metric.mdeRelative === undefined
    ? {}
    : { mdeRelative: metric.mdeRelative }),
  ...(metric.nimRelative === undefined
    ? {}
    : { nimRelative: metric.nimRelative }),
});
