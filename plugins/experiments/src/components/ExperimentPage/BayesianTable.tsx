import { Flex, Text } from '@backstage/ui';
import { formatEffect, formatNumber, formatPercent } from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import { ExplainedFigure, metricFigureId } from '../Explanation';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { intervalText } from '../interval-text';
import { MetricCell } from './MetricCell';
import { metricRowKey, variantGroups } from './variant-groups';

type Column = TableColumn<MetricResult>;

const COLUMNS: readonly Column[] = [
  {
    id: 'metric',
    label: 'Metric',
    cell: result => <MetricCell result={result} />,
  },
  {
    id: 'chance',
    label: 'Chance to be better',
    isNumber: true,
    cell: result =>
      result.bayesian ? (
        <ExplainedFigure
          figureId={metricFigureId(result, 'bayesian')}
          of={`chance of ${result.name} to be better in ${result.variant}`}
        >
          {formatPercent(result.bayesian.chanceToWin)}
        </ExplainedFigure>
      ) : (
        '–'
      ),
  },
  {
    id: 'interval',
    label: '95 % credible interval',
    isNumber: true,
    cell: ({ bayesian }) =>
      bayesian ? intervalText(bayesian.credibleInterval, formatEffect) : '–',
  },
  {
    id: 'risk-ship',
    label: 'Risk of shipping',
    isNumber: true,
    cell: ({ bayesian }) =>
      bayesian ? formatNumber(bayesian.riskOfShipping) : '–',
  },
  {
    id: 'risk-keep',
    label: 'Risk of not shipping',
    isNumber: true,
    cell: ({ bayesian }) =>
      bayesian ? formatNumber(bayesian.riskOfNotShipping) : '–',
  },
];

export type BayesianTableProps = {
  readonly metrics: readonly MetricResult[];
  readonly controlVariant: string;
};

/** The Bayesian view, folded away: it takes no part in the decision. */
export const BayesianTable = (props: BayesianTableProps) => (
  <details>
    <summary>Bayesian view: for display only, not part of the decision</summary>
    <Flex direction="column" gap="2" py="2">
      <GroupedTable
        label="Bayesian view"
        columns={COLUMNS}
        groups={variantGroups(
          props.metrics.filter(({ bayesian }) => bayesian !== undefined),
          props.controlVariant,
        )}
        rowKey={metricRowKey}
      />
      <Text as="p" variant="body-small" color="secondary">
        With a flat prior. A risk is what is lost on average by the choice, in
        the unit of the metric. Looking often at these figures raises the chance
        of shipping by mistake as it does with any other.
      </Text>
    </Flex>
  </details>
);
