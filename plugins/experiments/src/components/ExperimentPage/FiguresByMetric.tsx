import { Flex, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import type { MetricResult } from '../../experiment-types';
import { GroupedTable } from '../GroupedTable';
import type { GroupedTableProps, TableColumn } from '../GroupedTable';
import { MetricCell } from './MetricCell';
import { metricRowKey, variantGroups } from './variant-groups';

/** The metrics of a table, against which variant. */
export type ComparedMetrics = {
  readonly metrics: readonly MetricResult[];
  readonly controlVariant: string;
};

export type FiguresByMetricProps = ComparedMetrics &
  Pick<GroupedTableProps<MetricResult>, 'label' | 'insteadOfFigures'> & {
    /** Of the figures; the metric itself comes before them. */
    readonly columns: readonly TableColumn<MetricResult>[];
    /** How to read them. */
    readonly caption: ReactNode;
  };

const METRIC: TableColumn<MetricResult> = {
  id: 'metric',
  label: 'Metric',
  cell: result => <MetricCell result={result} />,
};

/** Figures of every metric, variant by variant, and how to read them. */
export const FiguresByMetric = (props: FiguresByMetricProps) => {
  const { metrics, controlVariant, columns, caption, ...table } = props;
  return (
    <Flex direction="column" gap="2">
      <GroupedTable
        {...table}
        columns={[METRIC, ...columns]}
        groups={variantGroups(metrics, controlVariant)}
        rowKey={metricRowKey}
      />
      <Text as="p" variant="body-small" color="secondary">
        {caption}
      </Text>
    </Flex>
  );
};
