import { formatCount, formatNumber, formatPercent } from '@etude/ui';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { formatDays } from './plan-size-figures';
import type { PlanSizeFigures } from './plan-size-figures';

type Need = PlanSizeFigures['perMetric'][number] & {
  readonly planned:
    | NonNullable<PlanSizeFigures['plannedPeriod']>['metrics'][number]
    | undefined;
};

const orDash = (
  value: number | null | undefined,
  format: (value: number) => string,
): string => (value === null || value === undefined ? '–' : format(value));

const columnsOf = (
  nameOf: (metricId: string) => string,
  plannedDays: number | undefined,
): readonly TableColumn<Need>[] => [
  { id: 'metric', label: 'Metric', cell: ({ metricId }) => nameOf(metricId) },
  {
    id: 'units',
    label: 'Units',
    isNumber: true,
    cell: ({ units }) => formatCount(units),
  },
  {
    id: 'days',
    label: 'Days',
    isNumber: true,
    cell: ({ days }) => formatDays(days),
  },
  {
    id: 'alpha',
    label: 'Level',
    isNumber: true,
    cell: ({ alpha }) => formatNumber(alpha),
  },
  {
    id: 'power',
    label: 'Power',
    isNumber: true,
    cell: ({ power }) => formatPercent(power),
  },
  {
    id: 'finds',
    label: 'Finds, with all units',
    isNumber: true,
    cell: need => orDash(need.poweredEffectRelative, formatPercent),
  },
  ...(plannedDays === undefined
    ? []
    : [
        {
          id: 'finds-planned',
          label: `Finds, in ${formatDays(plannedDays)}`,
          isNumber: true as const,
          cell: ({ planned }: Need) =>
            orDash(planned?.poweredEffectRelative, formatPercent),
        },
        {
          id: 'power-planned',
          label: `Power, in ${formatDays(plannedDays)}`,
          isNumber: true as const,
          cell: ({ planned }: Need) => orDash(planned?.power, formatPercent),
        },
      ]),
];

export type MetricNeedsProps = {
  readonly size: PlanSizeFigures;
  readonly nameOf: (metricId: string) => string;
};

/** What each metric needs, at its level and power within the decision. */
export const MetricNeeds = ({ size, nameOf }: MetricNeedsProps) => (
  <GroupedTable
    label="Needs of each metric"
    columns={columnsOf(nameOf, size.plannedPeriod?.days)}
    groups={[
      {
        key: 'all',
        rows: size.perMetric.map(need => ({
          ...need,
          planned: size.plannedPeriod?.metrics.find(
            ({ metricId }) => metricId === need.metricId,
          ),
        })),
      },
    ]}
    rowKey={({ metricId }) => metricId}
  />
);
