import { Flex, Text } from '@backstage/ui';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatPValue,
} from '@etude/ui';
import type { MetricResult } from '../../experiment-types';
import { ExplainedFigure, metricFigureId } from '../Explanation';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { MetricCell } from './MetricCell';
import { decisiveTest } from './turned-effect';
import { metricRowKey, variantGroups } from './variant-groups';

type Column = TableColumn<MetricResult>;

const orDash = (
  value: number | null | undefined,
  format: (value: number) => string,
): string => (typeof value === 'number' ? format(value) : '–');

const COLUMNS: readonly Column[] = [
  {
    id: 'metric',
    label: 'Metric',
    cell: result => <MetricCell result={result} />,
  },
  {
    id: 'look',
    label: 'Look',
    isNumber: true,
    cell: result => (
      <ExplainedFigure
        figureId={metricFigureId(result, 'sequence')}
        of={`sequential test of ${result.name} in ${result.variant}`}
      >
        {orDash(result.sequence?.look, formatCount)}
      </ExplainedFigure>
    ),
  },
  {
    id: 'information',
    label: 'Planned information',
    isNumber: true,
    cell: ({ sequence }) =>
      orDash(sequence?.informationFraction, formatPercent),
  },
  {
    id: 'statistic',
    label: 'Statistic z',
    isNumber: true,
    cell: result => orDash(decisiveTest(result)?.statistic, formatNumber),
  },
  {
    id: 'bound',
    label: 'Bound at this look',
    isNumber: true,
    cell: ({ sequence }) => orDash(sequence?.criticalValue, formatNumber),
  },
  {
    id: 'running-p',
    label: 'Running p-value',
    isNumber: true,
    cell: ({ sequence }) => orDash(sequence?.runningP, formatPValue),
  },
];

export type SequenceTableProps = {
  readonly metrics: readonly MetricResult[];
  readonly controlVariant: string;
};

/** Where each metric of a sequential test stands at this look. */
export const SequenceTable = (props: SequenceTableProps) => (
  <Flex direction="column" gap="2">
    <GroupedTable
      label="Sequential test"
      columns={COLUMNS}
      groups={variantGroups(
        props.metrics.filter(({ sequence }) => sequence !== undefined),
        props.controlVariant,
      )}
      rowKey={metricRowKey}
    />
    <Text as="p" variant="body-small" color="secondary">
      The test stops when the statistic crosses the bound of its look. An
      always-valid test has no bound but a running p-value, which never rises.
    </Text>
  </Flex>
);
