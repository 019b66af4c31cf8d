import { Cell, CellText, Flex, Table, Text, useTable } from '@backstage/ui';
import type { ColumnConfig } from '@backstage/ui';
import type { StoredEventDefinition } from '@etude/plugin-metrics-common';
import { PersonLink, StateMessage, Timestamp } from '@etude/ui';
import type { EventField } from '../../model/event-definition-draft';
import { eventFieldWords } from '../../model/event-definition-facts';
import { PropertyList } from '../PropertyList';
import type { Property } from '../PropertyList';
import { EventArrivals } from './EventArrivals';

type Row = EventField & { readonly id: string };

const COLUMNS: readonly ColumnConfig<Row>[] = [
  {
    id: 'path',
    label: 'Field',
    isRowHeader: true,
    cell: ({ path }) => <CellText title={path} />,
  },
  {
    id: 'type',
    label: 'Type',
    cell: field => <Cell>{eventFieldWords(field)}</Cell>,
  },
  {
    id: 'description',
    label: 'Meaning',
    cell: ({ description }) => <Cell>{description || 'not described'}</Cell>,
  },
];

const FieldsTable = ({ fields }: Pick<StoredEventDefinition, 'fields'>) => {
  const { tableProps } = useTable({
    mode: 'complete',
    data: fields.map(field => ({ ...field, id: field.path })),
    paginationOptions: { type: 'none' },
  });
  return <Table columnConfig={COLUMNS} {...tableProps} />;
};

const propertiesOf = (
  definition: StoredEventDefinition,
): readonly Property[] => [
  { label: 'Sent as', value: `eventDefinitions/${definition.id}` },
  { label: 'Version', value: String(definition.version) },
  {
    label: 'Last changed',
    value: (
      <>
        <Timestamp at={definition.updatedAt} /> by{' '}
        <PersonLink actor={definition.updatedBy} />
      </>
    ),
  },
];

/** What arrives of an event, and what it carries, field by field. */
export const EventFieldsPanel = (props: {
  readonly definition: StoredEventDefinition;
}) => {
  const { definition } = props;
  return (
    <Flex direction="column" gap="5">
      {definition.description && <Text as="p">{definition.description}</Text>}
      <PropertyList properties={propertiesOf(definition)} />
      <EventArrivals id={definition.id} />
      <Text as="h2" variant="title-small" weight="bold">
        Fields
      </Text>
      {definition.fields.length === 0 ? (
        <StateMessage
          title="No fields are defined"
          reason="Every payload fits. Add the fields that metrics and queries rely on."
        />
      ) : (
        <FieldsTable fields={definition.fields} />
      )}
    </Flex>
  );
};
