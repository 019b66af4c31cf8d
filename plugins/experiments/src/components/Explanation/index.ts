export { ExplainedFigure } from './ExplainedFigure';
export { ExplanationProvider } from './ExplanationProvider';
export {
  healthFigureId,
  LEVELS_FIGURE_ID,
  metricFigureId,
  monitorFigureId,
  PROGRESS_FIGURE_ID,
} from './figure-ids';
export type { MetricFigure } from './figure-ids';
export { HowComputed } from './HowComputed';
