import { Flex, Text } from '@backstage/ui';
import { formatCount, formatEffect, formatPercent } from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import { ExplainedFigure, metricFigureId } from '../Explanation';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { intervalText } from '../interval-text';
import { MetricCell } from './MetricCell';
import { metricRowKey, variantGroups } from './variant-groups';

type Column = TableColumn<MetricResult>;

const differenceText = (
  difference: MetricResult['difference'] | undefined,
): string =>
  difference
    ? `${formatEffect(difference.estimate)} (${intervalText(difference.ci, formatEffect)})`
    : '–';

const covariatesText = ({ adjustment }: MetricResult): string => {
  if (!adjustment) return '–';
  const { covariates, dropped } = adjustment;
  return dropped === 0
    ? formatCount(covariates)
    : `${formatCount(covariates)}, ${formatCount(dropped)} left out`;
};

const COLUMNS: readonly Column[] = [
  {
    id: 'metric',
    label: 'Metric',
    cell: result => <MetricCell result={result} />,
  },
  {
    id: 'reduction',
    label: 'Variance reduction',
    isNumber: true,
    cell: result =>
      result.adjustment ? (
        <ExplainedFigure
          figureId={metricFigureId(result, 'adjustment')}
          of={`variance reduction of ${result.name} in ${result.variant}`}
        >
          {formatPercent(result.adjustment.varianceReduction)}
        </ExplainedFigure>
      ) : (
        '–'
      ),
  },
  {
    id: 'adjusted',
    label: 'Difference, adjusted',
    isNumber: true,
    cell: ({ difference }) => differenceText(difference),
  },
  {
    id: 'unadjusted',
    label: 'Unadjusted',
    isNumber: true,
    cell: ({ adjustment }) => differenceText(adjustment?.unadjusted),
  },
  {
    id: 'covariates',
    label: 'Covariates',
    isNumber: true,
    cell: covariatesText,
  },
];

export type AdjustmentTableProps = {
  readonly metrics: readonly MetricResult[];
  readonly controlVariant: string;
};

/** What variance reduction did to each adjusted metric. */
export const AdjustmentTable = (props: AdjustmentTableProps) => (
  <Flex direction="column" gap="2">
    <GroupedTable
      label="Variance reduction"
      columns={COLUMNS}
      groups={variantGroups(
        props.metrics.filter(({ adjustment }) => adjustment !== undefined),
        props.controlVariant,
      )}
      rowKey={metricRowKey}
    />
    <Text as="p" variant="body-small" color="secondary">
      What was measured of a unit before it was exposed explains part of how
      units differ. Taking that out leaves the effect and narrows its interval:
      a reduction of 40 % saves 40 % of the units. Differences are in the unit
      of the metric.
    </Text>
  </Flex>
);
