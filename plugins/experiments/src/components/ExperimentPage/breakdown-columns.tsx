import {
  formatCount,
  formatEffect,
  formatEffectPercent,
  formatNumber,
  formatPValue,
} from '@etude/ui';
import type { ReactNode } from 'react';
import type { Analysis, MetricResult } from '../../experiment-types';
import { breakdownFigureId, ExplainedFigure } from '../Explanation';
import type { TableColumn } from '../GroupedTable';
import { EffectPlot } from './EffectPlot';
import type { PlottedResult } from './EffectPlot';
import { IntervalCell } from './IntervalCell';

/** A metric within one value of a dimension. */
export type Breakdown = Analysis['breakdowns'][number];
export type BrokenDownMetric = Pick<MetricResult, 'name' | 'direction'>;

type Column = TableColumn<Breakdown>;

const valueText = ({ value }: Breakdown): string => value ?? 'without a value';

/** What is plotted of a row, with the direction of its metric. */
export const plottedBreakdown = (
  { lift, control }: Breakdown,
  { direction }: BrokenDownMetric,
): PlottedResult => ({
  direction,
  ...(lift ? { lift } : {}),
  ...(control ? { control } : {}),
});

const Explained = (props: {
  readonly row: Breakdown;
  readonly metric: BrokenDownMetric;
  readonly figure: 'difference' | 'lift';
  readonly what: string;
  readonly children: ReactNode;
}) => {
  const { row, metric, figure, what, children } = props;
  return (
    <ExplainedFigure
      figureId={breakdownFigureId(row, figure)}
      of={`${what} of ${metric.name} in ${row.variant}, ${row.dimension} ${valueText(row)}`}
    >
      {children}
    </ExplainedFigure>
  );
};

// Means and units are inputs of the difference.
const meanColumn = (
  metric: BrokenDownMetric,
  of: 'control' | 'treatment',
): Column => ({
  id: of,
  label: of === 'control' ? 'Control' : 'Variant',
  isNumber: true,
  cell: row => {
    const summary = row[of];
    return summary ? (
      <Explained
        row={row}
        metric={metric}
        figure="difference"
        what={of === 'control' ? 'mean of control' : 'mean'}
      >
        {formatNumber(summary.mean)} of {formatCount(summary.n)}
      </Explained>
    ) : (
      '–'
    );
  },
  sortBy: row => row[of]?.n ?? null,
});

const effectText = ({ lift, difference }: Breakdown): string | undefined => {
  if (lift) return formatEffectPercent(lift.estimate);
  return difference && formatEffect(difference.estimate);
};

const effectColumn = (metric: BrokenDownMetric): Column => ({
  id: 'effect',
  label: 'Effect',
  isNumber: true,
  cell: row => {
    const text = effectText(row);
    return text === undefined ? (
      '–'
    ) : (
      <Explained
        row={row}
        metric={metric}
        figure={row.lift ? 'lift' : 'difference'}
        what="effect"
      >
        {text}
      </Explained>
    );
  },
  sortBy: row => row.lift?.estimate ?? null,
});

const plotColumn = (
  metric: BrokenDownMetric,
  domain: readonly [number, number],
): Column => ({
  id: 'plot',
  label: 'Worse ← effect → better',
  cell: row => (
    <IntervalCell
      row={row}
      plot={
        <EffectPlot
          result={plottedBreakdown(row, metric)}
          outcome="no-difference"
          domain={domain}
          label={`${metric.name} where ${row.dimension} is ${valueText(row)}: ${effectText(row) ?? 'no effect'}`}
        />
      }
      explained={(figure, interval) => (
        <Explained row={row} metric={metric} figure={figure} what="interval">
          {interval}
        </Explained>
      )}
    />
  ),
});

const pValueColumn = (metric: BrokenDownMetric): Column => ({
  id: 'p-value',
  label: 'Adjusted p-value',
  isNumber: true,
  cell: row =>
    row.adjustedPValue === undefined ? (
      '–'
    ) : (
      <Explained row={row} metric={metric} figure="difference" what="p-value">
        {formatPValue(row.adjustedPValue)}
      </Explained>
    ),
  sortBy: row => row.adjustedPValue ?? null,
});

/** Columns of one metric within a dimension; all plots share `domain`. */
export const breakdownColumns = (
  dimension: string,
  metric: BrokenDownMetric,
  domain: readonly [number, number],
): readonly Column[] => [
  { id: 'value', label: dimension, cell: valueText, sortBy: valueText },
  meanColumn(metric, 'control'),
  meanColumn(metric, 'treatment'),
  effectColumn(metric),
  plotColumn(metric, domain),
  pValueColumn(metric),
];
