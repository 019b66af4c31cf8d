import { Button, Flex, Text } from '@backstage/ui';
import type { LearningAnswer } from '@etude/plugin-experiments-common';
import { formatCount, formatPercent } from '@etude/ui';
import type { ReactNode } from 'react';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { figureKey } from './figure';
import { HIDDEN_BELOW_TEN } from './hidden-rates';
import type { FigureProps } from './RateFigures';

type Group = LearningAnswer['byOwner'][number];

export type GroupTableProps = FigureProps & {
  readonly groups: readonly Group[];
  /** What experiments are grouped by. */
  readonly by: 'owner' | 'surface';
  /** A group's key as people know it. */
  readonly nameOf: (key: string) => ReactNode;
};

const HEADS = { owner: 'Owner', surface: 'Surface' } as const;

const shareText = (share: number | null | undefined): string =>
  share === null || share === undefined ? 'hidden' : formatPercent(share);

const intervalText = ({ rates }: Group): string => {
  const ci = rates?.learning.ci;
  return ci ? `${formatPercent(ci[0])} to ${formatPercent(ci[1])}` : '–';
};

const COUNTS: readonly TableColumn<Group>[] = [
  {
    id: 'ended',
    label: 'Ended',
    isNumber: true,
    cell: group => formatCount(group.experiments),
    sortBy: group => group.experiments,
  },
  {
    id: 'learnings',
    label: 'Learnings',
    isNumber: true,
    cell: group => formatCount(group.learnings),
    sortBy: group => group.learnings,
  },
  {
    id: 'rate',
    label: 'Learning rate',
    isNumber: true,
    cell: group => shareText(group.rates?.learning.share),
    sortBy: group => group.rates?.learning.share ?? null,
  },
  {
    id: 'interval',
    label: '95 % interval',
    isNumber: true,
    cell: intervalText,
  },
  {
    id: 'wins',
    label: 'Win rate',
    isNumber: true,
    cell: group => shareText(group.rates?.win.share),
    sortBy: group => group.rates?.win.share ?? null,
  },
];

const columnsFor = ({
  by,
  nameOf,
  figure,
  onFigure,
}: GroupTableProps): readonly TableColumn<Group>[] => [
  {
    id: by,
    label: HEADS[by],
    cell: ({ key }) => nameOf(key),
    sortBy: ({ key }) => key,
  },
  ...COUNTS,
  {
    id: 'list',
    label: 'List',
    cell: ({ key }) => {
      const id = figureKey(by, key);
      return (
        <Button
          size="small"
          variant={figure === id ? 'primary' : 'tertiary'}
          aria-label={`Show experiments of ${key}`}
          onPress={() => onFigure(id)}
        >
          Show
        </Button>
      );
    },
  },
];

/** Learning by team or by part of the product. */
export const GroupTable = (props: GroupTableProps) => (
  <Flex direction="column" gap="2">
    <GroupedTable
      label={`Learning by ${props.by}`}
      columns={columnsFor(props)}
      groups={[{ key: 'all', rows: props.groups }]}
      rowKey={({ key }) => key}
    />
    {props.groups.some(({ rates }) => rates === null) && (
      <Text as="p" color="secondary">
        {HIDDEN_BELOW_TEN}
      </Text>
    )}
  </Flex>
);
