import { Text } from '@backstage/ui';
import { formatDayOfYear } from '@etude/plugin-experiments-common';
import { formatCount, formatPercent, LineChart } from '@etude/ui';
import type { Experiment } from '../../experiment-types';
import { ExplainedFigure, healthFigureId } from '../Explanation';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { Section } from '../Section';
import { daysSentence } from './measurement-sentences';
import { trafficByVariant, trafficSeries } from './traffic';
import type { Traffic, VariantTraffic } from './traffic';

type Column = TableColumn<VariantTraffic>;

// Units and weights of all variants are inputs of the sample ratio.
const figureColumn = (
  { id, label }: Pick<Column, 'id' | 'label'>,
  textOf: (row: VariantTraffic) => string | undefined,
): Column => ({
  id,
  label,
  isNumber: true,
  cell: row => {
    const text = textOf(row);
    return text === undefined ? (
      '–'
    ) : (
      <ExplainedFigure
        figureId={healthFigureId('srm')}
        of={`${label.toLowerCase()} of ${row.variant}`}
      >
        {text}
      </ExplainedFigure>
    );
  },
});

const COLUMNS: readonly Column[] = [
  {
    id: 'variant',
    label: 'Variant',
    cell: ({ variant, expectedShare }) =>
      expectedShare === null ? `${variant} (not in the plan)` : variant,
  },
  figureColumn({ id: 'units', label: 'Units' }, ({ units }) =>
    formatCount(units),
  ),
  figureColumn(
    { id: 'expected', label: 'Expected units' },
    ({ expectedUnits }) =>
      expectedUnits === null
        ? undefined
        : formatCount(Math.round(expectedUnits)),
  ),
  figureColumn({ id: 'share', label: 'Share' }, ({ share }) =>
    share === null ? undefined : formatPercent(share),
  ),
  figureColumn(
    { id: 'expected-share', label: 'Expected share' },
    ({ expectedShare }) =>
      expectedShare === null ? undefined : formatPercent(expectedShare),
  ),
];

const noCourse = (traffic: Traffic, days: number): string => {
  if (traffic.length === 0) return 'No unit has been exposed yet.';
  return days === 0
    ? 'The exposures have no dates, so there is no course over time.'
    : 'All exposures so far are of one day. The course over time shows from the second one on.';
};

export type TrafficSectionProps = {
  readonly experiment: Experiment;
  readonly traffic: Traffic;
};

/** Exposed units of each variant against those the plan asks for. */
export const TrafficSection = (props: TrafficSectionProps) => {
  const { experiment, traffic } = props;
  const { variants } = experiment.plan;
  const series = trafficSeries(traffic, variants);
  const days = series[0]?.points.length ?? 0;
  return (
    <Section title="Traffic">
      {days > 1 ? (
        <LineChart
          title="Exposed units by day, against those expected"
          series={series}
          formatX={formatDayOfYear}
          formatY={formatCount}
          xLabel="Day"
        />
      ) : (
        <Text as="p" color="secondary">
          {noCourse(traffic, days)}
        </Text>
      )}
      <GroupedTable
        label="Traffic per variant"
        columns={COLUMNS}
        groups={[{ key: 'all', rows: trafficByVariant(traffic, variants) }]}
        rowKey={row => row.variant}
      />
      <Text as="p" variant="body-small" color="secondary">
        Whether the split departs from the plan by more than chance is the
        health check sample ratio. {daysSentence(experiment.plan)}
      </Text>
    </Section>
  );
};
