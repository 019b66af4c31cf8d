import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  Cell,
  CellText,
  Flex,
  Link,
  Table,
  Text,
  useTable,
} from '@backstage/ui';
import type { ColumnConfig, SortDescriptor } from '@backstage/ui';
import { formatPercent, StatusBadge, TableFrame } from '@etude/ui';
import {
  exclusivityWords,
  heldShare,
  segmentStateOf,
} from '../../model/segment-words';
import { targetingWords } from '../../model/targeting-words';
import type { Segment } from '../../model/wire-types';
import { flagRouteRef, segmentRouteRef } from '../../routes';

/** A segment with the flags whose rules name it; undefined: not known. */
export type ListedSegment = Segment & {
  readonly usedBy: readonly string[] | undefined;
};

type Column = ColumnConfig<ListedSegment>;

const SegmentName = ({ segment }: { readonly segment: Segment }) => {
  const segmentRoute = useRouteRef(segmentRouteRef);
  const { id } = segment;
  return (
    <Flex direction="column" gap="0.5">
      <Link
        href={segmentRoute?.({ id }) ?? `/flags/segments/${id}`}
        weight="bold"
        standalone
      >
        {id}
      </Link>
      {segment.description !== '' && (
        <Text variant="body-small" color="secondary">
          {segment.description}
        </Text>
      )}
    </Flex>
  );
};

const UsedBy = ({ usedBy }: Pick<ListedSegment, 'usedBy'>) => {
  const flagRoute = useRouteRef(flagRouteRef);
  if (usedBy === undefined) return <Text color="secondary">Not known</Text>;
  if (usedBy.length === 0) return <Text color="secondary">Nothing</Text>;
  return (
    <Flex direction="column" gap="0.5">
      {usedBy.slice(0, 3).map(id => (
        <Link key={id} href={flagRoute?.({ id }) ?? `/flags/${id}`} standalone>
          {id}
        </Link>
      ))}
      {usedBy.length > 3 && (
        <Text variant="body-small" color="secondary">
          and {usedBy.length - 3} more
        </Text>
      )}
    </Flex>
  );
};

const COLUMNS: readonly Column[] = [
  {
    id: 'id',
    label: 'Segment',
    defaultWidth: '1.5fr',
    minWidth: 160,
    isRowHeader: true,
    isSortable: true,
    cell: segment => (
      <Cell textValue={segment.id}>
        <SegmentName segment={segment} />
      </Cell>
    ),
  },
  {
    id: 'who',
    label: 'Who is in it',
    defaultWidth: '2fr',
    minWidth: 180,
    cell: segment => (
      <Cell textValue={targetingWords(segment.targeting)}>
        <Text variant="body-small">{targetingWords(segment.targeting)}</Text>
      </Cell>
    ),
  },
  {
    id: 'held',
    label: 'Holds',
    isSortable: true,
    cell: segment => <CellText title={formatPercent(heldShare(segment))} />,
  },
  {
    id: 'apart',
    label: 'Kept apart',
    defaultWidth: '1.2fr',
    minWidth: 140,
    cell: segment => (
      <Cell textValue={exclusivityWords(segment)}>
        <Text variant="body-small" color="secondary">
          {exclusivityWords(segment) || 'May overlap'}
        </Text>
      </Cell>
    ),
  },
  {
    id: 'usedBy',
    label: 'Used by',
    minWidth: 130,
    isSortable: true,
    cell: segment => (
      <Cell textValue={segment.usedBy?.join(', ') ?? ''}>
        <UsedBy usedBy={segment.usedBy} />
      </Cell>
    ),
  },
  {
    id: 'state',
    label: 'State',
    isSortable: true,
    cell: segment => {
      const { tone, label } = segmentStateOf(segment);
      return (
        <Cell textValue={label}>
          <StatusBadge tone={tone}>{label}</StatusBadge>
        </Cell>
      );
    },
  },
];

const compared = (
  a: ListedSegment,
  b: ListedSegment,
  column: SortDescriptor['column'],
): number => {
  switch (column) {
    case 'held':
      return heldShare(a) - heldShare(b);
    case 'usedBy':
      return (a.usedBy?.length ?? 0) - (b.usedBy?.length ?? 0);
    case 'state':
      return a.state.localeCompare(b.state);
    default:
      return a.id.localeCompare(b.id);
  }
};

const sorted = (segments: ListedSegment[], sort: SortDescriptor) => {
  const ascending = segments.toSorted((a, b) => compared(a, b, sort.column));
  return sort.direction === 'descending' ? ascending.reverse() : ascending;
};

/** Segments with who is in them, how many, and who uses them. */
export const SegmentTable = (props: {
  readonly segments: readonly ListedSegment[];
}) => {
  const { segments } = props;
  const { tableProps } = useTable<ListedSegment>({
    mode: 'complete',
    data: [...segments],
    sortFn: sorted,
    initialSort: { column: 'id', direction: 'ascending' },
    paginationOptions: { pageSize: 50, pageSizeOptions: [20, 50, 100] },
  });
  return (
    <TableFrame wideOnly={[4, 5, 6]}>
      <Table
        columnConfig={[...COLUMNS]}
        {...tableProps}
        {...(segments.length <= 20
          ? { pagination: { type: 'none' as const } }
          : {})}
      />
    </TableFrame>
  );
};
