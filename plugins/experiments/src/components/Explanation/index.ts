export { ExplainedFigure } from './ExplainedFigure';
export type { ExplainedFigureProps } from './ExplainedFigure';
export { ExplainedMetricFigure } from './ExplainedMetricFigure';
export { ExplanationProvider } from './ExplanationProvider';
export {
  breakdownFigureId,
  healthFigureId,
  LEVELS_FIGURE_ID,
  metricFigureId,
  monitorFigureId,
  PROGRESS_FIGURE_ID,
} from './figure-ids';
export type { MetricFigure } from './figure-ids';
