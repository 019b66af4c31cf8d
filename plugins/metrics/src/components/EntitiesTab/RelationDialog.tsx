import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  TextAreaField,
  TextField,
} from '@backstage/ui';
import type {
  StoredFactTable,
  StoredRelation,
} from '@etude/plugin-metrics-common';
import {
  FormField,
  OwnerSelect,
  ProblemList,
  problemsOf,
  useCommand,
} from '@etude/ui';
import { useState } from 'react';
import { metricsApiRef } from '../../api/metrics-api';
import {
  EMPTY_RELATION_DRAFT,
  draftOfRelation,
  relationOf,
  unfinishedRelation,
} from '../../model/relation-draft';
import { RelationFields } from './RelationFields';
import type { RelationFieldsProps } from './RelationFields';

export type RelationDialogProps = {
  /** Fact tables that name more than one entity. */
  readonly tables: readonly StoredFactTable[];
  /** The relation to change; a new one when left out. */
  readonly relation?: StoredRelation;
  /** Called when it was saved or given up. */
  readonly onClose: (isSaved: boolean) => void;
};

const RelationForm = (props: RelationFieldsProps) => {
  const { draft, tables, problems, onChange } = props;
  return (
    <Flex direction="column" gap="4">
      <ProblemList title="The relation was not saved" problems={problems} />
      <FormField path="name" problems={problems}>
        <TextField
          label="Name"
          description="What links the two, such as Signed in."
          isRequired
          value={draft.name}
          onChange={name => onChange({ name })}
        />
      </FormField>
      <RelationFields
        draft={draft}
        tables={tables}
        problems={problems}
        onChange={onChange}
      />
      <FormField path="description" problems={problems}>
        <TextAreaField
          label="Description"
          rows={2}
          value={draft.description}
          onChange={description => onChange({ description })}
        />
      </FormField>
      <OwnerSelect
        value={draft.owner}
        problems={problems}
        onChange={owner => onChange({ owner })}
      />
    </Flex>
  );
};

/** A relation between entities to fill in or to change. */
export const RelationDialog = (props: RelationDialogProps) => {
  const { tables, relation, onClose } = props;
  const api = useApi(metricsApiRef);
  const [wasTried, setWasTried] = useState(false);
  const [draft, setDraft] = useState(
    relation ? draftOfRelation(relation) : EMPTY_RELATION_DRAFT,
  );
  const unfinished = unfinishedRelation(draft);
  const save = useCommand(async () => {
    const definition = relationOf(draft);
    await (relation
      ? api.relations.update(relation.id, {
          ...definition,
          etag: relation.etag,
        })
      : api.relations.create(definition));
    onClose(true);
  });
  const problems = [
    ...(wasTried ? unfinished : []),
    ...(save.error ? problemsOf(save.error) : []),
  ];
  const submit = () => {
    setWasTried(true);
    if (unfinished.length === 0) void save.run();
  };
  return (
    <Dialog
      isOpen
      width={560}
      onOpenChange={isOpen => !isOpen && onClose(false)}
    >
      <DialogHeader>
        {relation ? `Change ${relation.name}` : 'New relation'}
      </DialogHeader>
      <DialogBody>
        <RelationForm
          draft={draft}
          tables={tables}
          problems={problems}
          onChange={part => setDraft({ ...draft, ...part })}
        />
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={() => onClose(false)}>
          Cancel
        </Button>
        <Button isPending={save.isPending} onPress={submit}>
          {relation ? 'Save relation' : 'Create relation'}
        </Button>
      </DialogFooter>
    </Dialog>
  );
};
