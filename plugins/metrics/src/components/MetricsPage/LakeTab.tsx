import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  ButtonLink,
  Card,
  CardBody,
  Flex,
  Grid,
  Link,
  Text,
} from '@backstage/ui';
import type { LakeOverview } from '@etude/plugin-metrics-common';
import {
  LoadedView,
  PersonLink,
  Timestamp,
  formatCount,
  useLoaded,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { NewestTime } from '../Freshness';
import { metricsRouteRef, newFactTableRouteRef } from '../../routes';

type LakeTable = LakeOverview['tables'][number];
type ImportedTable = LakeOverview['imports'][number];

const WHAT_ARRIVES: Readonly<Record<string, string>> = {
  assignments: 'Which unit was given which variant, when and by which rule.',
  events: 'What applications report that people did.',
};

const rowsText = (rows: number): string =>
  `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`;

const MakeFactTable = (props: {
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
}) => {
  const newFactTable = useRouteRef(newFactTableRouteRef);
  return newFactTable ? (
    <div>
      <ButtonLink
        size="small"
        variant="secondary"
        href={`${newFactTable()}?${new URLSearchParams(props.query)}`}
      >
        Make a fact table of {props.name}
      </ButtonLink>
    </div>
  ) : null;
};

const ColumnDetails = ({ columns }: Pick<LakeTable, 'columns'>) => (
  <details>
    <summary>{columns.length} columns</summary>
    <ul>
      {columns.map(({ name, type }) => (
        <li key={name}>
          {name} <Text color="secondary">{type}</Text>
        </li>
      ))}
    </ul>
  </details>
);

const Freshness = (props: {
  readonly table: LakeTable;
  readonly checkedAt: string;
}) => {
  const { table, checkedAt } = props;
  return table.latestAt === null ? (
    <Text as="p">
      Nothing has arrived yet. Rows appear some seconds after an application
      first sends them.
    </Text>
  ) : (
    <Text as="p">
      {rowsText(table.rows)}.{' '}
      <NewestTime latestAt={table.latestAt} checkedAt={checkedAt} one="row" />
    </Text>
  );
};

const LakeTableCard = ({
  table,
  checkedAt,
}: {
  readonly table: LakeTable;
  readonly checkedAt: string;
}) => (
  <Card>
    <CardBody>
      <Flex direction="column" gap="2">
        <Text as="h2" variant="title-x-small" weight="bold">
          {table.name}
        </Text>
        <Text as="p" color="secondary">
          {WHAT_ARRIVES[table.name] ?? 'A table of the lake.'}
        </Text>
        <Freshness table={table} checkedAt={checkedAt} />
        <ColumnDetails columns={table.columns} />
        <MakeFactTable name={table.name} query={{ table: table.name }} />
      </Flex>
    </CardBody>
  </Card>
);

const ImportCard = ({ table }: { readonly table: ImportedTable }) => (
  <Card>
    <CardBody>
      <Flex direction="column" gap="2">
        <Text as="h3" variant="title-x-small" weight="bold">
          {table.name}
        </Text>
        <Text as="p">
          {rowsText(table.rows)} from a {table.format.toUpperCase()} file,
          imported <Timestamp at={table.createdAt} /> by{' '}
          <PersonLink actor={table.createdBy} />.
        </Text>
        <ColumnDetails columns={table.columns} />
        <MakeFactTable
          name={table.name}
          query={{ import: table.tableId, name: table.name }}
        />
      </Flex>
    </CardBody>
  </Card>
);

const Lake = ({ lake }: { readonly lake: LakeOverview }) => {
  const tablesPath = `${useRouteRef(metricsRouteRef)?.() ?? ''}?tab=fact-tables`;
  return (
    <Flex direction="column" gap="5">
      <Text as="p" color="secondary">
        As of <Timestamp at={lake.checkedAt} />.
      </Text>
      <Grid.Root columns={{ initial: '1', md: '2' }} gap="4">
        {lake.tables.map(table => (
          <LakeTableCard
            key={table.name}
            table={table}
            checkedAt={lake.checkedAt}
          />
        ))}
      </Grid.Root>
      <Text as="h2" variant="title-small" weight="bold">
        Imported tables
      </Text>
      {lake.imports.length === 0 ? (
        <Text as="p" color="secondary">
          No file was imported yet. Import one in the tab{' '}
          <Link href={tablesPath}>Fact tables</Link>.
        </Text>
      ) : (
        <Grid.Root columns={{ initial: '1', md: '2' }} gap="4">
          {lake.imports.map(table => (
            <ImportCard key={table.tableId} table={table} />
          ))}
        </Grid.Root>
      )}
    </Flex>
  );
};

/** What the lake holds and how fresh it is. */
export const LakeTab = () => {
  const api = useApi(metricsApiRef);
  const lake = useLoaded('lake', () => api.warehouses.lake());
  return (
    <LoadedView {...lake} what="the lake">
      {overview => <Lake lake={overview} />}
    </LoadedView>
  );
};
