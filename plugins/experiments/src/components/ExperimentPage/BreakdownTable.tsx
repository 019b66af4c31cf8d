import { Flex, Text } from '@backstage/ui';
import {
  formatCount,
  formatEffect,
  formatEffectPercent,
  formatNumber,
  formatPValue,
} from '@etude/ui';
import type { Analysis, MetricResult } from '../../experiment-types';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { EffectPlot, plotDomain } from './EffectPlot';
import type { PlottedResult } from './EffectPlot';
import { variantGroups } from './variant-groups';

type Breakdown = Analysis['breakdowns'][number];
type Metric = Pick<MetricResult, 'name' | 'direction'>;

export type BreakdownTableProps = {
  readonly dimension: string;
  readonly metric: Metric;
  readonly breakdowns: readonly Breakdown[];
  readonly controlVariant: string;
};

const valueText = ({ value }: Breakdown): string => value ?? 'without a value';

const plotted = (
  { lift, control }: Breakdown,
  { direction }: Metric,
): PlottedResult => ({
  direction,
  ...(lift ? { lift } : {}),
  ...(control ? { control } : {}),
});

const effectText = ({ lift, difference }: Breakdown): string => {
  if (lift) return formatEffectPercent(lift.estimate);
  return difference ? formatEffect(difference.estimate) : '–';
};

const meanText = (summary: Breakdown['control']): string =>
  summary ? `${formatNumber(summary.mean)} of ${formatCount(summary.n)}` : '–';

const columnsFor = (
  { dimension, metric }: BreakdownTableProps,
  domain: readonly [number, number],
): readonly TableColumn<Breakdown>[] => [
  { id: 'value', label: dimension, cell: valueText, sortBy: valueText },
  {
    id: 'control',
    label: 'Control',
    isNumber: true,
    cell: row => meanText(row.control),
    sortBy: row => row.control?.n ?? null,
  },
  {
    id: 'treatment',
    label: 'Variant',
    isNumber: true,
    cell: row => meanText(row.treatment),
    sortBy: row => row.treatment?.n ?? null,
  },
  {
    id: 'effect',
    label: 'Effect',
    isNumber: true,
    cell: effectText,
    sortBy: row => row.lift?.estimate ?? null,
  },
  {
    id: 'plot',
    label: 'Worse ← effect → better',
    cell: row => (
      <EffectPlot
        result={plotted(row, metric)}
        outcome="no-difference"
        domain={domain}
        label={`${metric.name} where ${dimension} is ${valueText(row)}: ${effectText(row)}`}
      />
    ),
  },
  {
    id: 'p-value',
    label: 'Adjusted p-value',
    isNumber: true,
    cell: row =>
      row.adjustedPValue === undefined ? '–' : formatPValue(row.adjustedPValue),
    sortBy: row => row.adjustedPValue ?? null,
  },
];

/** One metric within every value of a dimension, variant by variant. */
export const BreakdownTable = (props: BreakdownTableProps) => {
  const { dimension, metric, breakdowns, controlVariant } = props;
  const domain = plotDomain(breakdowns.map(row => plotted(row, metric)));
  return (
    <Flex direction="column" gap="2">
      <GroupedTable
        label={`${metric.name} by ${dimension}`}
        columns={columnsFor(props, domain)}
        groups={variantGroups(breakdowns, controlVariant)}
        rowKey={row => `${row.variant}:${row.value ?? ''}`}
        insteadOfFigures={({ problem }) => problem?.message}
      />
      <Text as="p" variant="body-small" color="secondary">
        Means with the units behind them, each row computed as the metric above
        from the units of its value alone. Intervals and p-values carry a
        Bonferroni correction for the values of this dimension, not for looking
        at several dimensions, metrics or variants: among many, some will stand
        out by chance. Nothing here is called better or worse.
      </Text>
    </Flex>
  );
};
