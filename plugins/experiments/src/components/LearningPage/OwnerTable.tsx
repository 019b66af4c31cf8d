import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Flex, Text } from '@backstage/ui';
import type { LearningAnswer } from '@etude/plugin-experiments-common';
import { formatCount, formatPercent } from '@etude/ui';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { figureKey } from './figure';
import { HIDDEN_BELOW_TEN } from './QuarterChart';
import type { FigureProps } from './RateFigures';

type Owner = LearningAnswer['byOwner'][number];

const shareText = (share: number | null | undefined): string =>
  share === null || share === undefined ? 'hidden' : formatPercent(share);

const intervalText = ({ rates }: Owner): string => {
  const ci = rates?.learning.ci;
  return ci ? `${formatPercent(ci[0])} to ${formatPercent(ci[1])}` : '–';
};

const columnsFor = ({
  figure,
  onFigure,
}: FigureProps): readonly TableColumn<Owner>[] => [
  {
    id: 'owner',
    label: 'Owner',
    cell: owner => <EntityRefLink entityRef={owner.key} />,
    sortBy: owner => owner.key,
  },
  {
    id: 'ended',
    label: 'Ended',
    isNumber: true,
    cell: owner => formatCount(owner.experiments),
    sortBy: owner => owner.experiments,
  },
  {
    id: 'learnings',
    label: 'Learnings',
    isNumber: true,
    cell: owner => formatCount(owner.learnings),
    sortBy: owner => owner.learnings,
  },
  {
    id: 'rate',
    label: 'Learning rate',
    isNumber: true,
    cell: owner => shareText(owner.rates?.learning.share),
    sortBy: owner => owner.rates?.learning.share ?? null,
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
    cell: owner => shareText(owner.rates?.win.share),
    sortBy: owner => owner.rates?.win.share ?? null,
  },
  {
    id: 'list',
    label: 'List',
    cell: owner => {
      const id = figureKey('owner', owner.key);
      return (
        <Button
          size="small"
          variant={figure === id ? 'primary' : 'tertiary'}
          aria-label={`Show experiments of ${owner.key}`}
          onPress={() => onFigure(id)}
        >
          Show
        </Button>
      );
    },
  },
];

/** Learning by team. */
export const OwnerTable = (
  props: FigureProps & { readonly owners: readonly Owner[] },
) => (
  <Flex direction="column" gap="2">
    <GroupedTable
      label="Learning by owner"
      columns={columnsFor(props)}
      groups={[{ key: 'all', rows: props.owners }]}
      rowKey={owner => owner.key}
    />
    {props.owners.some(({ rates }) => rates === null) && (
      <Text as="p" color="secondary">
        {HIDDEN_BELOW_TEN}
      </Text>
    )}
  </Flex>
);
