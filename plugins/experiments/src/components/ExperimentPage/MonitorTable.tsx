import { Flex, Text } from '@backstage/ui';
import { formatCount, StatusBadge, Timestamp } from '@etude/ui';
import type { Tone } from '@etude/ui';
import type { Analysis } from '../../experiment-types';
import { ExplainedFigure, monitorFigureId } from '../Explanation';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { metricRowKey, variantGroups } from './variant-groups';

type Monitor = Analysis['monitors'][number];
type NamedMonitor = Monitor & { readonly name: string };

export type MonitorTableProps = {
  readonly analysis: Analysis;
  readonly controlVariant: string;
  readonly isLive: boolean;
};

const STATES: Record<
  Monitor['state'],
  { readonly tone: Tone; readonly label: string }
> = {
  alarm: { tone: 'bad', label: 'Alarm' },
  quiet: { tone: 'good', label: 'Quiet' },
  unknown: { tone: 'muted', label: 'Not yet' },
};

const COLUMNS: readonly TableColumn<NamedMonitor>[] = [
  { id: 'metric', label: 'Metric', cell: ({ name }) => name },
  {
    id: 'state',
    label: 'State',
    cell: ({ state }) => (
      <StatusBadge tone={STATES[state].tone}>{STATES[state].label}</StatusBadge>
    ),
  },
  {
    id: 'since',
    label: 'Since',
    cell: ({ alarmAt }) => (alarmAt ? <Timestamp at={alarmAt} /> : '–'),
  },
  {
    id: 'looks',
    label: 'Looks',
    isNumber: true,
    cell: monitor => (
      <ExplainedFigure
        figureId={monitorFigureId(monitor)}
        of={`watch over ${monitor.name} in ${monitor.variant}`}
      >
        {formatCount(monitor.looks)}
      </ExplainedFigure>
    ),
  },
  { id: 'sentence', label: 'In words', cell: ({ sentence }) => sentence },
];

/** Whether a watched metric got worse, and since when; never by how much. */
export const MonitorTable = (props: MonitorTableProps) => {
  const { analysis, controlVariant } = props;
  const names = new Map(
    analysis.metrics.map(({ metricId, name }) => [metricId, name]),
  );
  const monitors = analysis.monitors.map(monitor => ({
    ...monitor,
    name: names.get(monitor.metricId) ?? monitor.metricId,
  }));
  return (
    <Flex direction="column" gap="2">
      <Text as="p" color="secondary">
        Every metric is watched at every look, whatever the design, so that harm
        is seen early. An alarm makes the recommendation for its variant abort,
        and ending then counts as a regression caught.
        {props.isLive && ' Nothing ends by itself: the owner decides.'}
      </Text>
      <GroupedTable
        label="Deterioration"
        columns={COLUMNS}
        groups={variantGroups(monitors, controlVariant)}
        rowKey={metricRowKey}
      />
    </Flex>
  );
};
