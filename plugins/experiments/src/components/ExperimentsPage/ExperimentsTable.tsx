import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Flex, Link } from '@backstage/ui';
import type { ExperimentListItem } from '@etude/plugin-experiments-common';
import { formatCount, StatusBadge } from '@etude/ui';
import {
  HEALTH,
  REASONS,
  RECOMMENDATIONS,
  STATES,
  STATE_ORDER,
  VERDICTS,
} from '../../experiment-words';
import { experimentRouteRef } from '../../routes';
import { DemoBadge } from '../DemoBadge';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { ProgressBar } from '../ProgressBar';

const NameCell = ({ item }: { readonly item: ExperimentListItem }) => {
  const experimentPath = useRouteRef(experimentRouteRef);
  return (
    <Flex direction="column" align="start" gap="1">
      <Link href={experimentPath?.({ id: item.id }) ?? ''} weight="bold">
        {item.name}
      </Link>
      {item.demo && <DemoBadge />}
    </Flex>
  );
};

const OutcomeCell = ({ item }: { readonly item: ExperimentListItem }) => {
  if (item.verdictClass) {
    const verdict = VERDICTS[item.verdictClass];
    const reason = item.verdictReason && REASONS[item.verdictReason];
    return (
      <StatusBadge tone={verdict.tone}>
        {reason ? `${verdict.label}: ${reason.toLowerCase()}` : verdict.label}
      </StatusBadge>
    );
  }
  if (item.problem) {
    return (
      <span title={item.problem.message}>
        <StatusBadge tone="bad">Refresh failed</StatusBadge>
      </span>
    );
  }
  if (!item.recommendation) return <>–</>;
  const { tone, label } = RECOMMENDATIONS[item.recommendation];
  return <StatusBadge tone={tone}>{label}</StatusBadge>;
};

const HealthCell = ({ item }: { readonly item: ExperimentListItem }) =>
  item.health ? (
    <StatusBadge tone={HEALTH[item.health].tone}>
      {HEALTH[item.health].label}
    </StatusBadge>
  ) : (
    <>–</>
  );

const daysText = (days: number | null): string => {
  if (days === null) return '–';
  return days < 1 ? '< 1' : formatCount(Math.floor(days));
};

const COLUMNS: readonly TableColumn<ExperimentListItem>[] = [
  {
    id: 'name',
    label: 'Name',
    cell: item => <NameCell item={item} />,
    sortBy: item => item.name,
  },
  {
    id: 'owner',
    label: 'Owner',
    cell: item => <EntityRefLink entityRef={item.owner} />,
    sortBy: item => item.owner,
  },
  {
    id: 'surface',
    label: 'Surface',
    cell: item => item.surface ?? '–',
    sortBy: item => item.surface,
  },
  {
    id: 'progress',
    label: 'Progress',
    cell: item => (
      <ProgressBar units={item.units} requiredUnits={item.requiredUnits} />
    ),
    sortBy: item => item.progress,
  },
  {
    id: 'health',
    label: 'Health',
    cell: item => <HealthCell item={item} />,
    sortBy: item => item.health,
  },
  {
    id: 'outcome',
    label: 'Outcome',
    cell: item => <OutcomeCell item={item} />,
    sortBy: item => item.verdictClass ?? item.recommendation,
  },
  {
    id: 'days',
    label: 'Days',
    cell: item => daysText(item.daysRunning),
    sortBy: item => item.daysRunning,
    isNumber: true,
  },
];

export type ExperimentsTableProps = {
  readonly items: readonly ExperimentListItem[];
};

/** Experiments by state, those that need attention first. */
export const ExperimentsTable = ({ items }: ExperimentsTableProps) => {
  const groups = STATE_ORDER.map(state => {
    const rows = items.filter(item => item.state === state);
    return {
      key: state,
      title: `${STATES[state].label} · ${rows.length}`,
      rows,
    };
  }).filter(({ rows }) => rows.length > 0);
  return (
    <GroupedTable
      label="Experiments"
      columns={COLUMNS}
      groups={groups}
      rowKey={item => item.id}
    />
  );
};
