import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Flex, Link, Text } from '@backstage/ui';
import type { LearningItem } from '@etude/plugin-experiments-common';
import { StatusBadge, Timestamp } from '@etude/ui';
import { DECISIONS, REASONS, VERDICTS } from '../../experiment-words';
import { experimentRouteRef } from '../../routes';
import { DemoBadge } from '../DemoBadge';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { belongsTo, figureLabel } from './figure';
import styles from './LearningPage.module.css';

const NameCell = ({ item }: { readonly item: LearningItem }) => {
  const experimentPath = useRouteRef(experimentRouteRef);
  return (
    <Flex align="center" gap="2">
      <Link href={experimentPath?.({ id: item.id }) ?? ''} weight="bold">
        {item.name}
      </Link>
      {item.demo && <DemoBadge />}
    </Flex>
  );
};

const VerdictCell = ({ item }: { readonly item: LearningItem }) => {
  if (!item.verdict) return <>No verdict yet</>;
  const { tone, label } = VERDICTS[item.verdict.class];
  const { reason } = item.verdict;
  return (
    <span title={item.verdict.sentence}>
      <StatusBadge tone={tone}>
        {reason ? `${label}: ${REASONS[reason].toLowerCase()}` : label}
      </StatusBadge>
    </span>
  );
};

const COLUMNS: readonly TableColumn<LearningItem>[] = [
  {
    id: 'name',
    label: 'Experiment',
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
    id: 'verdict',
    label: 'Verdict',
    cell: item => <VerdictCell item={item} />,
    sortBy: item => item.verdict?.class ?? null,
  },
  {
    id: 'decision',
    label: 'Decision',
    cell: item => (
      <span className={styles.brief}>
        {item.decision ? DECISIONS[item.decision.action] : '–'}
      </span>
    ),
    sortBy: item => item.decision?.action ?? null,
  },
  {
    id: 'ended',
    label: 'Ended',
    cell: item => (
      <span className={styles.brief}>
        <Timestamp at={item.endedAt} />
      </span>
    ),
    sortBy: item => item.endedAt,
  },
];

export type LearningListProps = {
  readonly items: readonly LearningItem[];
  readonly figure: string;
  readonly onClear: () => void;
};

/** The experiments that the chosen figure counts. */
export const LearningList = ({ items, figure, onClear }: LearningListProps) => {
  const shown = items.filter(item => belongsTo(item, figure));
  return (
    <Flex direction="column" gap="3">
      <Flex align="center" gap="3">
        <Text role="status">
          {figureLabel(figure)} · {shown.length}
        </Text>
        {figure !== '' && (
          <Button size="small" variant="secondary" onPress={onClear}>
            Show all
          </Button>
        )}
      </Flex>
      {shown.length === 0 ? (
        <Text as="p" color="secondary">
          No experiment is counted by this figure.
        </Text>
      ) : (
        <GroupedTable
          label="Ended experiments"
          columns={COLUMNS}
          groups={[{ key: 'all', rows: shown }]}
          rowKey={item => item.id}
        />
      )}
    </Flex>
  );
};
