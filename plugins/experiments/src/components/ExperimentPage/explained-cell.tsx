import type { MetricResult } from '../../experiment-types';
import { ExplainedMetricFigure } from '../Explanation';
import type { MetricFigure } from '../Explanation';
import type { TableColumn } from '../GroupedTable';

type AskedFigure = {
  readonly figure: MetricFigure;
  /** What the figure is, to finish '… of Retention in gate-40'. */
  readonly what: string;
};

/**
 * The cell of a figure that opens how it was computed; a dash where the metric
 * has none. Several figures may be steps of one explanation.
 */
export const explainedCell = (
  { figure, what }: AskedFigure,
  textOf: (result: MetricResult) => string | undefined,
): TableColumn<MetricResult>['cell'] => {
  const cell = (result: MetricResult) => {
    const text = textOf(result);
    return text === undefined ? (
      '–'
    ) : (
      <ExplainedMetricFigure result={result} figure={figure} what={what}>
        {text}
      </ExplainedMetricFigure>
    );
  };
  return cell;
};

/** A figure that may not be there as text. */
export const optionalText = (
  value: number | null | undefined,
  format: (value: number) => string,
): string | undefined =>
  typeof value === 'number' ? format(value) : undefined;
