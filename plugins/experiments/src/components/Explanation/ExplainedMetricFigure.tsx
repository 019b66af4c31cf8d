import type { ReactNode } from 'react';
import type { MetricResult } from '../../experiment-types';
import { ExplainedFigure } from './ExplainedFigure';
import { metricFigureId } from './figure-ids';
import type { MetricFigure } from './figure-ids';

export type ExplainedMetricFigureProps = {
  readonly result: Pick<MetricResult, 'metricId' | 'variant' | 'name'>;
  readonly figure: MetricFigure;
  /** What the figure is, to finish '… of Retention in gate-40'. */
  readonly what: string;
  readonly children: ReactNode;
};

/** A figure of one metric in one variant that opens how it was computed. */
export const ExplainedMetricFigure = (props: ExplainedMetricFigureProps) => {
  const { result, figure, what, children } = props;
  return (
    <ExplainedFigure
      figureId={metricFigureId(result, figure)}
      of={`${what} of ${result.name} in ${result.variant}`}
    >
      {children}
    </ExplainedFigure>
  );
};
