import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  ButtonLink,
  Cell,
  CellText,
  Flex,
  Table,
  Text,
  useTable,
} from '@backstage/ui';
import type { ColumnConfig } from '@backstage/ui';
import type { StoredEventDefinition } from '@etude/plugin-metrics-common';
import { LoadedView, StateMessage, Timestamp, useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import {
  eventDefinitionRouteRef,
  newEventDefinitionRouteRef,
} from '../../routes';
import { sortBy } from '../MetricsPage/sort-by';

const PAGE_SIZE = 50;
const SHOWN_FIELDS = 4;

const fieldWords = ({ fields }: StoredEventDefinition): string => {
  const names = fields
    .slice(0, SHOWN_FIELDS)
    .map(({ path, isRequired }) => (isRequired ? `${path} (required)` : path));
  const more = fields.length - names.length;
  if (names.length === 0) return 'none';
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
};

const entityWords = ({ fields }: StoredEventDefinition): string => {
  const entities = fields.flatMap(({ entity }) => entity ?? []);
  return [...new Set(entities)].join(', ') || 'none';
};

const NameCell = ({
  definition,
}: {
  readonly definition: StoredEventDefinition;
}) => {
  const path = useRouteRef(eventDefinitionRouteRef);
  return (
    <CellText
      title={definition.name}
      description={definition.id}
      href={path?.({ id: definition.id }) ?? ''}
    />
  );
};

const COLUMNS: readonly ColumnConfig<StoredEventDefinition>[] = [
  {
    id: 'name',
    label: 'Event',
    isRowHeader: true,
    isSortable: true,
    cell: definition => <NameCell definition={definition} />,
  },
  {
    id: 'fields',
    label: 'Fields',
    cell: definition => <Cell>{fieldWords(definition)}</Cell>,
  },
  {
    id: 'entities',
    label: 'Ids of',
    cell: definition => <Cell>{entityWords(definition)}</Cell>,
  },
  {
    id: 'version',
    label: 'Version',
    isSortable: true,
    cell: ({ version, updatedAt }) => (
      <Cell>
        {version}{' '}
        <Text color="secondary">
          <Timestamp at={updatedAt} />
        </Text>
      </Cell>
    ),
  },
  {
    id: 'owner',
    label: 'Owner',
    isSortable: true,
    cell: definition => (
      <Cell>
        <EntityRefLink entityRef={definition.owner} />
      </Cell>
    ),
  },
];

const sortFn = sortBy<StoredEventDefinition>({
  name: ({ name }) => name,
  version: ({ version }) => version,
  owner: ({ owner }) => owner,
});

const EventsTable = (props: {
  readonly definitions: StoredEventDefinition[];
}) => {
  const { tableProps } = useTable({
    mode: 'complete',
    data: props.definitions,
    sortFn,
    initialSort: { column: 'name', direction: 'ascending' },
    paginationOptions:
      props.definitions.length > PAGE_SIZE
        ? { pageSize: PAGE_SIZE }
        : { type: 'none' },
  });
  return <Table columnConfig={COLUMNS} {...tableProps} />;
};

const NewEventLink = ({ label }: { readonly label: string }) => {
  const path = useRouteRef(newEventDefinitionRouteRef);
  return path ? (
    <ButtonLink href={path()} variant="secondary">
      {label}
    </ButtonLink>
  ) : null;
};

const Events = (props: { readonly definitions: StoredEventDefinition[] }) => {
  if (props.definitions.length === 0) {
    return (
      <StateMessage
        title="No events are defined yet"
        reason="Applications may send any event. One that is defined is checked when it arrives, so that a wrong one is refused where it is sent and not found in a result. For example “Purchase”: total, a number, required; order.id, a text."
        action={<NewEventLink label="Define the first event" />}
      />
    );
  }
  return (
    <Flex direction="column" gap="4">
      <Flex>
        <NewEventLink label="New event definition" />
      </Flex>
      <Text as="p" color="secondary">
        Edges refuse events that do not fit their definition, and take events
        that have none as they are. Their metric etude_edge_events_refused_total
        counts what they refuse.
      </Text>
      <EventsTable {...props} />
    </Flex>
  );
};

/** What events carry: their definitions. */
export const EventDefinitionsTab = () => {
  const api = useApi(metricsApiRef);
  const view = useLoaded('event-definitions', () =>
    api.eventDefinitions.list(),
  );
  return (
    <LoadedView {...view} what="the event definitions">
      {definitions => <Events definitions={definitions} />}
    </LoadedView>
  );
};
