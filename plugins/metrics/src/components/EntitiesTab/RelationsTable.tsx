import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  Button,
  Cell,
  CellText,
  Flex,
  Link,
  Table,
  Text,
  useTable,
} from '@backstage/ui';
import type { ColumnConfig } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredRelation,
} from '@etude/plugin-metrics-common';
import { ConfirmDialog, useCommand } from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import { mappingTables } from '../../model/relation-draft';
import { factTableRouteRef } from '../../routes';
import { RelationCoverage } from './RelationCoverage';
import { RelationDialog } from './RelationDialog';

export type RelationsTableProps = {
  readonly relations: readonly StoredRelation[];
  readonly tables: readonly StoredFactTable[];
  readonly reload: () => void;
};

const FactTableLink = (props: {
  readonly id: string;
  readonly name: string;
}) => {
  const path = useRouteRef(factTableRouteRef);
  return <Link href={path?.({ id: props.id }) ?? ''}>{props.name}</Link>;
};

const RemoveDialog = (props: {
  readonly relation: StoredRelation;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}) => {
  const { relation } = props;
  const api = useApi(metricsApiRef);
  const remove = useCommand(async () => {
    await api.relations.remove(relation);
    props.onRemoved();
  });
  return (
    <ConfirmDialog
      title={`Remove ${relation.name}?`}
      confirmLabel="Remove relation"
      isDestructive
      command={remove}
      onClose={props.onClose}
    >
      <Text as="p">
        Metrics of {relation.to} on facts of {relation.from} can no longer be
        computed. Results that were computed stay.
      </Text>
    </ConfirmDialog>
  );
};

type Row = StoredRelation & { readonly tableName: string };
type Chosen = { readonly what: 'change' | 'remove'; readonly relation: Row };

const columnsWith = (choose: (chosen: Chosen) => void): ColumnConfig<Row>[] => [
  {
    id: 'name',
    label: 'Relation',
    defaultWidth: '1.3fr',
    isRowHeader: true,
    cell: relation => (
      <CellText
        title={relation.name}
        description={`from ${relation.from} to ${relation.to}`}
      />
    ),
  },
  {
    id: 'table',
    label: 'By the rows of',
    cell: relation => (
      <Cell>
        <FactTableLink id={relation.factTableId} name={relation.tableName} />
      </Cell>
    ),
  },
  {
    id: 'coverage',
    label: 'Coverage',
    defaultWidth: '1.6fr',
    cell: relation => (
      <Cell>
        <RelationCoverage relation={relation} />
      </Cell>
    ),
  },
  {
    id: 'owner',
    label: 'Owner',
    defaultWidth: '0.9fr',
    cell: relation => (
      <Cell>
        <EntityRefLink entityRef={relation.owner} />
      </Cell>
    ),
  },
  {
    id: 'actions',
    label: 'Actions',
    defaultWidth: '1.15fr',
    cell: relation => (
      <Cell>
        <Flex gap="2">
          <Button
            size="small"
            variant="secondary"
            aria-label={`Change ${relation.name}`}
            onPress={() => choose({ what: 'change', relation })}
          >
            Change
          </Button>
          <Button
            size="small"
            variant="tertiary"
            aria-label={`Remove ${relation.name}`}
            onPress={() => choose({ what: 'remove', relation })}
          >
            Remove
          </Button>
        </Flex>
      </Cell>
    ),
  },
];

/** Relations with what can be done to them. */
export const RelationsTable = (props: RelationsTableProps) => {
  const { relations, tables, reload } = props;
  const [chosen, setChosen] = useState<Chosen>();
  const close = () => setChosen(undefined);
  const { tableProps } = useTable({
    mode: 'complete',
    data: relations.map(relation => ({
      ...relation,
      tableName:
        tables.find(({ id }) => id === relation.factTableId)?.name ??
        relation.factTableId,
    })),
    paginationOptions: { type: 'none' },
  });
  return (
    <>
      <Table columnConfig={columnsWith(setChosen)} {...tableProps} />
      {chosen?.what === 'change' && (
        <RelationDialog
          relation={chosen.relation}
          tables={mappingTables(tables)}
          onClose={isSaved => {
            close();
            if (isSaved) reload();
          }}
        />
      )}
      {chosen?.what === 'remove' && (
        <RemoveDialog
          relation={chosen.relation}
          onClose={close}
          onRemoved={reload}
        />
      )}
    </>
  );
};
