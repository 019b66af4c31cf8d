import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  TextField,
} from '@backstage/ui';
import { createClientSchema } from '@etude/plugin-flags-common';
import {
  FormField,
  OwnerSelect,
  ProblemList,
  problemAt,
  problemsOf,
  useCommand,
} from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { pathText } from '../../model/path-text';
import { shownProblem } from '../Form';

export type NewClientDialogProps = {
  readonly onCreated: () => void;
  readonly onClose: () => void;
};

type ClientDraft = {
  readonly id: string;
  readonly displayName: string;
  readonly owner: string;
};

const draftProblemsOf = (draft: ClientDraft): FieldProblem[] => {
  const parsed = createClientSchema.safeParse(draft);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => ({
        path: pathText(path),
        message,
      }));
};

const ClientFields = (props: {
  readonly draft: ClientDraft;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (draft: ClientDraft) => void;
}) => {
  const { draft, problems, onChange } = props;
  return (
    <Flex direction="column" gap="4">
      <ProblemList
        title="The client cannot be created yet"
        problems={problems}
      />
      <FormField path="id">
        <TextField
          label="Id"
          description="Such as checkout-web; it stays for good."
          isRequired
          value={draft.id}
          onChange={id => onChange({ ...draft, id })}
          {...shownProblem(problemAt(problems, 'id'))}
        />
      </FormField>
      <FormField path="displayName">
        <TextField
          label="Name"
          isRequired
          value={draft.displayName}
          onChange={displayName => onChange({ ...draft, displayName })}
          {...shownProblem(problemAt(problems, 'displayName'))}
        />
      </FormField>
      <OwnerSelect
        value={draft.owner}
        onChange={owner => onChange({ ...draft, owner })}
        problems={problems}
      />
    </Flex>
  );
};

/** Creates an application that resolves flags. */
export const NewClientDialog = (props: NewClientDialogProps) => {
  const api = useApi(flagsApiRef);
  const [draft, setDraft] = useState<ClientDraft>({
    id: '',
    displayName: '',
    owner: '',
  });
  const [checked, setChecked] = useState<readonly FieldProblem[]>([]);
  const command = useCommand(async () => {
    await api.clients.create(draft);
  });
  const create = async () => {
    const found = draftProblemsOf(draft);
    setChecked(found);
    if (found.length > 0 || !(await command.run())) return;
    props.onCreated();
    props.onClose();
  };
  return (
    <Dialog
      isOpen
      onOpenChange={isOpen => !isOpen && props.onClose()}
      width={520}
    >
      <DialogHeader>New client</DialogHeader>
      <DialogBody>
        <ClientFields
          draft={draft}
          problems={command.error ? problemsOf(command.error) : checked}
          onChange={setDraft}
        />
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={props.onClose}>
          Cancel
        </Button>
        <Button
          variant="primary"
          isPending={command.isPending}
          onPress={create}
        >
          Create client
        </Button>
      </DialogFooter>
    </Dialog>
  );
};
