import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Cell, Flex, Link, Table, Text, useTable } from '@backstage/ui';
import type { ColumnConfig, SortDescriptor } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { StatusBadge, TableFrame, Timestamp } from '@etude/ui';
import { flagStateOf } from '../../model/flag-state';
import { defaultSummary, servingSummaries } from '../../model/rule-words';
import { flagRouteRef } from '../../routes';
import styles from './FlagTable.module.css';

const Serving = ({ flag }: { readonly flag: FlagRecord }) => {
  const summaries = servingSummaries(flag);
  if (summaries.length === 0) {
    return (
      <Text variant="body-small" color="secondary">
        {defaultSummary(flag)}
      </Text>
    );
  }
  return (
    <Flex direction="column" gap="1">
      {summaries.map(summary => (
        <Text key={summary} variant="body-small">
          {summary}
        </Text>
      ))}
    </Flex>
  );
};

type Column = ColumnConfig<FlagRecord>;

const nameColumn = (hrefOf: (id: string) => string): Column => ({
  id: 'id',
  label: 'Flag',
  defaultWidth: '2fr',
  minWidth: 160,
  isRowHeader: true,
  isSortable: true,
  cell: flag => (
    <Cell textValue={flag.id}>
      <Flex direction="column" gap="0.5">
        <Link href={hrefOf(flag.id)} weight="bold" standalone>
          {flag.id}
        </Link>
        {flag.description !== '' && (
          <Text
            variant="body-small"
            color="secondary"
            className={styles.description ?? ''}
          >
            {flag.description}
          </Text>
        )}
      </Flex>
    </Cell>
  ),
});

const STATE_COLUMNS: readonly Column[] = [
  {
    id: 'state',
    label: 'State',
    minWidth: 110,
    isSortable: true,
    cell: flag => {
      const { tone, label } = flagStateOf(flag);
      return (
        <Cell textValue={label}>
          <StatusBadge tone={tone}>{label}</StatusBadge>
        </Cell>
      );
    },
  },
  {
    id: 'serving',
    label: 'What serves',
    defaultWidth: '1.5fr',
    minWidth: 140,
    cell: flag => (
      <Cell>
        <Serving flag={flag} />
      </Cell>
    ),
  },
  {
    id: 'variants',
    label: 'Variants',
    minWidth: 116,
    cell: flag => {
      const variants = flag.variants.map(({ id }) => id).join(', ') || 'None';
      return (
        <Cell textValue={variants}>
          <Text>{variants}</Text>
        </Cell>
      );
    },
  },
];

const OWNER_COLUMNS: readonly Column[] = [
  {
    id: 'owner',
    label: 'Owner',
    minWidth: 116,
    isSortable: true,
    cell: flag => (
      <Cell textValue={flag.owner}>
        <EntityRefLink entityRef={flag.owner} defaultKind="group" />
      </Cell>
    ),
  },
  {
    id: 'component',
    label: 'Component',
    minWidth: 168,
    cell: flag => (
      <Cell textValue={flag.componentRef ?? ''}>
        {flag.componentRef === null ? (
          <Text color="secondary">None</Text>
        ) : (
          <EntityRefLink
            entityRef={flag.componentRef}
            defaultKind="component"
          />
        )}
      </Cell>
    ),
  },
  {
    id: 'updatedAt',
    label: 'Last change',
    minWidth: 140,
    isSortable: true,
    cell: flag => (
      <Cell textValue={flag.updatedAt}>
        <Timestamp at={flag.updatedAt} />
      </Cell>
    ),
  },
];

const sortKeyOf = (flag: FlagRecord, column: SortDescriptor['column']) => {
  switch (column) {
    case 'state':
      return flagStateOf(flag).label;
    case 'owner':
      return flag.owner;
    case 'updatedAt':
      return flag.updatedAt;
    default:
      return flag.id;
  }
};

const sorted = (flags: FlagRecord[], sort: SortDescriptor): FlagRecord[] => {
  const ascending = flags.toSorted((a, b) =>
    sortKeyOf(a, sort.column).localeCompare(sortKeyOf(b, sort.column)),
  );
  return sort.direction === 'descending' ? ascending.reverse() : ascending;
};

export type FlagTableProps = {
  readonly flags: readonly FlagRecord[];
  /** Leaves out owner and component, where they are the same for all. */
  readonly scope: 'organisation' | 'component';
};

/** Flags with their state and what serves them. */
export const FlagTable = ({ flags, scope }: FlagTableProps) => {
  const flagRoute = useRouteRef(flagRouteRef);
  const { tableProps } = useTable<FlagRecord>({
    mode: 'complete',
    data: [...flags],
    sortFn: sorted,
    initialSort: { column: 'id', direction: 'ascending' },
    paginationOptions: { pageSize: 50, pageSizeOptions: [20, 50, 100] },
  });
  const hrefOf = (id: string) => flagRoute?.({ id }) ?? `/flags/${id}`;
  return (
    <TableFrame wideOnly={[4, 5, 6, 7]}>
      <Table
        columnConfig={[
          nameColumn(hrefOf),
          ...STATE_COLUMNS,
          ...OWNER_COLUMNS.filter(
            ({ id }) => scope === 'organisation' || id === 'updatedAt',
          ),
        ]}
        {...tableProps}
        {...(flags.length <= 20
          ? { pagination: { type: 'none' as const } }
          : {})}
      />
    </TableFrame>
  );
};
