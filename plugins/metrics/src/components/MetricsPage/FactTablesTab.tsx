import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  Button,
  ButtonLink,
  Cell,
  Flex,
  Link,
  Table,
  useTable,
} from '@backstage/ui';
import type { ColumnConfig } from '@backstage/ui';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { LoadedView, StateMessage } from '@etude/ui';
import { useState } from 'react';
import { useFactTables } from '../../hooks/use-fact-tables';
import { sourceWords } from '../../model/source-words';
import { factTableRouteRef, newFactTableRouteRef } from '../../routes';
import { ImportTableDialog } from '../ImportTableDialog';
import { sortBy } from './sort-by';

const PAGE_SIZE = 50;

const NameCell = ({ table }: { readonly table: StoredFactTable }) => {
  const factTablePath = useRouteRef(factTableRouteRef);
  return (
    <Link href={factTablePath?.({ id: table.id }) ?? ''} weight="bold">
      {table.name}
    </Link>
  );
};

const columnWords = (table: StoredFactTable): string =>
  [
    ...Object.keys(table.entityColumns),
    ...table.measures.map(({ name }) => name),
    ...table.dimensions,
  ].join(', ');

const COLUMNS: readonly ColumnConfig<StoredFactTable>[] = [
  {
    id: 'name',
    label: 'Name',
    isRowHeader: true,
    isSortable: true,
    cell: table => (
      <Cell>
        <NameCell table={table} />
      </Cell>
    ),
  },
  {
    id: 'source',
    label: 'Source',
    isSortable: true,
    cell: table => <Cell>{sourceWords(table)}</Cell>,
  },
  {
    id: 'columns',
    label: 'Entities, measures, dimensions',
    defaultWidth: '1.4fr',
    cell: table => <Cell>{columnWords(table)}</Cell>,
  },
  {
    id: 'owner',
    label: 'Owner',
    isSortable: true,
    cell: table => (
      <Cell>
        <EntityRefLink entityRef={table.owner} />
      </Cell>
    ),
  },
];

const sortFn = sortBy<StoredFactTable>({
  name: table => table.name,
  source: table => sourceWords(table),
  owner: table => table.owner,
});

const FactTablesTable = (props: { readonly tables: StoredFactTable[] }) => {
  const { tableProps } = useTable({
    mode: 'complete',
    data: props.tables,
    sortFn,
    initialSort: { column: 'name', direction: 'ascending' },
    paginationOptions:
      props.tables.length > PAGE_SIZE
        ? { pageSize: PAGE_SIZE }
        : { type: 'none' },
  });
  return <Table columnConfig={COLUMNS} {...tableProps} />;
};

/** Where measurements are, and the ways to add more. */
export const FactTablesTab = () => {
  const factTables = useFactTables();
  const newFactTable = useRouteRef(newFactTableRouteRef);
  const [isImporting, setIsImporting] = useState(false);
  return (
    <Flex direction="column" gap="4">
      <Flex gap="3">
        {newFactTable && (
          <ButtonLink href={newFactTable()} variant="secondary">
            New fact table
          </ButtonLink>
        )}
        <Button variant="secondary" onPress={() => setIsImporting(true)}>
          Import a table
        </Button>
      </Flex>
      <LoadedView {...factTables} what="the fact tables">
        {tables =>
          tables.length === 0 ? (
            <StateMessage
              title="No fact tables yet"
              reason="A fact table says where measurements are: which table or query, when each row happened, and to whom. For example “Shop events”: every purchase of a reader, with its time and amount. Make one from the lake, from a query, or from a file that you import."
            />
          ) : (
            <FactTablesTable tables={tables} />
          )
        }
      </LoadedView>
      {isImporting && (
        <ImportTableDialog onClose={() => setIsImporting(false)} />
      )}
    </Flex>
  );
};
