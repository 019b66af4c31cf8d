import { Button, Flex, Text } from '@backstage/ui';
import { LoadedView, StateMessage } from '@etude/ui';
import { useState } from 'react';
import { useEntityModel } from '../../hooks/use-relations';
import type { EntityModel } from '../../hooks/use-relations';
import { mappingTables } from '../../model/relation-draft';
import { RelationDialog } from './RelationDialog';
import { RelationsTable } from './RelationsTable';

const listOf = (words: readonly string[]): string =>
  new Intl.ListFormat('en', { type: 'conjunction' }).format(words);

const entityWords = ({ tables }: EntityModel): string => {
  const names = tables.flatMap(({ entityColumns }) =>
    Object.keys(entityColumns),
  );
  const entities = [...new Set(names)].toSorted();
  return entities.length === 0
    ? 'No fact table names an entity yet.'
    : `Fact tables name ${listOf(entities)}.`;
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
        {entityWords(model)} An experiment on users can measure facts of their
        devices when a relation says which device belongs to whom.
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
