import { Flex, Text } from '@backstage/ui';
import { GroupedTable } from '../GroupedTable';
import { breakdownColumns, plottedBreakdown } from './breakdown-columns';
import type { Breakdown, BrokenDownMetric } from './breakdown-columns';
import { plotDomain } from './EffectPlot';
import { variantGroups } from './variant-groups';

export type BreakdownTableProps = {
  readonly dimension: string;
  readonly metric: BrokenDownMetric;
  readonly breakdowns: readonly Breakdown[];
  readonly controlVariant: string;
};

/** One metric within every value of a dimension, variant by variant. */
export const BreakdownTable = (props: BreakdownTableProps) => {
  const { dimension, metric, breakdowns, controlVariant } = props;
  const domain = plotDomain(
    breakdowns.map(row => plottedBreakdown(row, metric)),
  );
  return (
    <Flex direction="column" gap="2">
      <GroupedTable
        label={`${metric.name} by ${dimension}`}
        columns={breakdownColumns(dimension, metric, domain)}
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
