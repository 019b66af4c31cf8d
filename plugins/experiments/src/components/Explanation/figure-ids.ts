import type { Analysis, MetricResult } from '../../experiment-types';

/** Figures of one metric in one variant that say how they were computed. */
export type MetricFigure =
  | 'control-mean'
  | 'treatment-mean'
  | 'difference'
  | 'interval'
  | 'lift'
  | 'lift-interval'
  | 'superiority'
  | 'non-inferiority'
  | 'inferiority'
  | 'required-units'
  | 'planned-effect'
  | 'finish'
  | 'current-power'
  | 'powered-effect'
  | 'width'
  | 'adjustment'
  | 'unadjusted'
  | 'sequence'
  | 'bayesian';

/** The id under which the explanation of a metric's figure is stored. */
export const metricFigureId = (
  { metricId, variant }: Pick<MetricResult, 'metricId' | 'variant'>,
  figure: MetricFigure,
): string => `metric/${metricId}/${variant}/${figure}`;

/** The same within one value of a dimension. */
export const breakdownFigureId = (
  {
    dimension,
    value,
    metricId,
    variant,
  }: Pick<
    Analysis['breakdowns'][number],
    'dimension' | 'value' | 'metricId' | 'variant'
  >,
  figure: 'difference' | 'lift',
): string =>
  `breakdown/${dimension}/${value ?? ''}/${metricId}/${variant}/${figure}`;

/** The same of a health check. */
export const healthFigureId = (checkId: string): string => `health/${checkId}`;

/** The same of the watch over a metric. */
export const monitorFigureId = ({
  metricId,
  variant,
}: Pick<MetricResult, 'metricId' | 'variant'>): string =>
  `monitor/${metricId}/${variant}`;

/** Levels of the single tests, from those of the plan. */
export const LEVELS_FIGURE_ID = 'design/levels';

/** Exposed units against those needed. */
export const PROGRESS_FIGURE_ID = 'progress';
