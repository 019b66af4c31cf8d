import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Flex, Link, Text } from '@backstage/ui';
import type { StoredFactTable } from '@etude/plugin-metrics-common';
import { LoadedView, StateMessage } from '@etude/ui';
import { useState } from 'react';
import { useEntityModel } from '../../hooks/use-relations';
import type { EntityModel } from '../../hooks/use-relations';
import { mappingTables } from '../../model/relation-draft';
import { factTableRouteRef, newFactTableRouteRef } from '../../routes';
import { PropertyList } from '../PropertyList';
import styles from './EntitiesTab.module.css';
import { RelationDialog } from './RelationDialog';
import { RelationsTable } from './RelationsTable';

const TablesOf = (props: {
  readonly entity: string;
  readonly tables: readonly StoredFactTable[];
}) => {
  const path = useRouteRef(factTableRouteRef);
  return (
    <span className={styles.tables}>
      {props.tables.flatMap(({ id, name, entityColumns }) => {
        const column = entityColumns[props.entity];
        return column === undefined
          ? []
          : [
              <span key={id}>
                <Link href={path?.({ id }) ?? ''}>{name}</Link>, column {column}
              </span>,
            ];
      })}
    </span>
  );
};

/** Whom facts are about, and the tables that name them. */
const EntityList = ({ tables }: EntityModel) => {
  const entities = tables.flatMap(({ entityColumns }) =>
    Object.keys(entityColumns),
  );
  return (
    <PropertyList
      properties={[...new Set(entities)].toSorted().map(entity => ({
        label: entity,
        value: <TablesOf entity={entity} tables={tables} />,
      }))}
    />
  );
};

const NewFactTableLink = () => {
  const path = useRouteRef(newFactTableRouteRef);
  return path ? (
    <ButtonLink variant="secondary" href={path()}>
      New fact table
    </ButtonLink>
  ) : null;
};

const Entities = (props: {
  readonly model: EntityModel;
  readonly reload: () => void;
}) => {
  const { model, reload } = props;
  const [isAdding, setIsAdding] = useState(false);
  const mappings = mappingTables(model.tables);
  return (
    <Flex direction="column" gap="4">
      <Text as="p" color="secondary">
        {model.tables.length === 0
          ? 'No fact table names an entity yet.'
          : 'Whom facts are about, and the fact tables that name them.'}
      </Text>
      <EntityList {...model} />
      <Text as="h2" variant="title-small" weight="bold">
        Relations
      </Text>
      <Text as="p" color="secondary">
        An experiment on users can measure facts of their devices when a
        relation says which device belongs to whom.
      </Text>
      {mappings.length > 0 && (
        <Flex>
          <Button variant="secondary" onPress={() => setIsAdding(true)}>
            New relation
          </Button>
        </Flex>
      )}
      {model.relations.length === 0 ? (
        <StateMessage
          title="No relations yet"
          action={mappings.length === 0 && <NewFactTableLink />}
          reason={
            mappings.length === 0
              ? 'A relation reads a fact table whose rows name two entities, such as logins with device and user. Make such a fact table first.'
              : 'For example “Signed in”: each row of a login table says which user a device belongs to from then on.'
          }
        />
      ) : (
        <RelationsTable {...model} reload={reload} />
      )}
      {isAdding && (
        <RelationDialog
          tables={mappings}
          onClose={isSaved => {
            setIsAdding(false);
            if (isSaved) reload();
          }}
        />
      )}
    </Flex>
  );
};

/** How facts of one entity reach another. */
export const EntitiesTab = () => {
  const view = useEntityModel();
  return (
    <LoadedView {...view} what="the relations">
      {model => <Entities model={model} reload={view.reload} />}
    </LoadedView>
  );
};
