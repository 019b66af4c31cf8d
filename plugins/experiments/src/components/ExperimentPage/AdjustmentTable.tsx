import { formatCount, formatEffect, formatPercent } from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import type { TableColumn } from '../GroupedTable';
import { intervalText } from '../interval-text';
import { explainedCell } from './explained-cell';
import { FiguresByMetric } from './FiguresByMetric';
import type { ComparedMetrics } from './FiguresByMetric';

type Column = TableColumn<MetricResult>;

const differenceText = ({
  estimate,
  ci,
}: NonNullable<MetricResult['difference']>): string =>
  `${formatEffect(estimate)} (${intervalText(ci, formatEffect)})`;

const covariatesText = ({
  covariates,
  dropped,
}: NonNullable<MetricResult['adjustment']>): string =>
  dropped === 0
    ? formatCount(covariates)
    : `${formatCount(covariates)}, ${formatCount(dropped)} left out`;

const COLUMNS: readonly Column[] = [
  {
    id: 'reduction',
    label: 'Variance reduction',
    isNumber: true,
    cell: explainedCell(
      { figure: 'adjustment', what: 'variance reduction' },
      ({ adjustment }) =>
        adjustment && formatPercent(adjustment.varianceReduction),
    ),
  },
  {
    id: 'adjusted',
    label: 'Difference, adjusted',
    isNumber: true,
    cell: explainedCell(
      { figure: 'interval', what: 'adjusted difference' },
      ({ difference }) => difference && differenceText(difference),
    ),
  },
  {
    id: 'unadjusted',
    label: 'Unadjusted',
    isNumber: true,
    cell: explainedCell(
      { figure: 'unadjusted', what: 'unadjusted difference' },
      ({ adjustment }) => adjustment && differenceText(adjustment.unadjusted),
    ),
  },
  {
    id: 'covariates',
    label: 'Covariates',
    isNumber: true,
    cell: explainedCell(
      { figure: 'adjustment', what: 'covariates' },
      ({ adjustment }) => adjustment && covariatesText(adjustment),
    ),
  },
];

/** What variance reduction did to each adjusted metric. */
export const AdjustmentTable = ({
  metrics,
  controlVariant,
}: ComparedMetrics) => (
  <FiguresByMetric
    label="Variance reduction"
    columns={COLUMNS}
    metrics={metrics.filter(result => result.adjustment !== undefined)}
    controlVariant={controlVariant}
    caption="What was measured of a unit before it was exposed explains part of how units differ. Taking that out leaves the effect and narrows its interval: a reduction of 40 % saves 40 % of the units. Differences are in the unit of the metric."
  />
);
