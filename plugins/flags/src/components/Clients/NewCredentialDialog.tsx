import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Radio,
  RadioGroup,
  TextField,
} from '@backstage/ui';
import { createCredentialSchema } from '@etude/plugin-flags-common';
import type {
  ClientRecord,
  CreateCredential,
  IssuedCredential,
} from '@etude/plugin-flags-common';
import {
  FormField,
  ProblemList,
  problemAt,
  problemsOf,
  useCommand,
} from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { useKnownEnvironments } from '../../hooks/use-known-environments';
import { namesOf } from '../../model/name-list';
import { pathText } from '../../model/path-text';
import { NameListField, shownProblem } from '../Form';
import { IssuedSecret } from './IssuedSecret';

export type NewCredentialDialogProps = {
  readonly client: ClientRecord;
  readonly onIssued: () => void;
  readonly onClose: () => void;
};

type CredentialDraft = {
  readonly name: string;
  readonly kind: 'server' | 'browser';
  /** Names separated by commas. */
  readonly environments: string;
};

const requestOf = (draft: CredentialDraft): CreateCredential => ({
  name: draft.name.trim(),
  kind: draft.kind,
  environments: namesOf(draft.environments),
});

const draftProblemsOf = (draft: CredentialDraft): FieldProblem[] => {
  const parsed = createCredentialSchema.safeParse(requestOf(draft));
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) =>
    pathText(path) === 'name'
      ? {
          path: 'name',
          message:
            'The credential has no name. Name it after where it is used, to know later which one to revoke.',
        }
      : { path: pathText(path), message },
  );
};

const CredentialFields = (props: {
  readonly draft: CredentialDraft;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (draft: CredentialDraft) => void;
}) => {
  const { draft, problems, onChange } = props;
  const known = useKnownEnvironments();
  return (
    <Flex direction="column" gap="4">
      <ProblemList
        title="The credential cannot be created yet"
        problems={problems}
      />
      <FormField path="name">
        <TextField
          label="Name"
          description="Where it is used, such as production servers."
          isRequired
          value={draft.name}
          onChange={name => onChange({ ...draft, name })}
          {...shownProblem(problemAt(problems, 'name'))}
        />
      </FormField>
      <RadioGroup
        label="Kind"
        description="A browser credential is public: everyone who opens the page can read it."
        value={draft.kind}
        onChange={kind =>
          onChange({ ...draft, kind: kind === 'browser' ? kind : 'server' })
        }
      >
        <Radio value="server">Server</Radio>
        <Radio value="browser">Browser</Radio>
      </RadioGroup>
      <NameListField
        path="environments"
        label="Environments"
        description="Separated by commas, such as staging, production. Without one only rules that apply everywhere are resolved."
        value={draft.environments}
        known={known}
        problems={problems}
        onChange={environments => onChange({ ...draft, environments })}
      />
    </Flex>
  );
};

/** Issues a credential and shows its secret, the only time it can be seen. */
export const NewCredentialDialog = (props: NewCredentialDialogProps) => {
  const api = useApi(flagsApiRef);
  const [draft, setDraft] = useState<CredentialDraft>({
    name: '',
    kind: 'server',
    environments: '',
  });
  const [checked, setChecked] = useState<readonly FieldProblem[]>([]);
  const [issued, setIssued] = useState<IssuedCredential>();
  const command = useCommand(async () => {
    setIssued(
      await api.clients.createCredential(props.client.id, requestOf(draft)),
    );
  });
  const create = async () => {
    const found = draftProblemsOf(draft);
    setChecked(found);
    if (found.length === 0 && (await command.run())) props.onIssued();
  };
  return (
    <Dialog
      isOpen
      isDismissable={!issued}
      onOpenChange={isOpen => !isOpen && props.onClose()}
      width={680}
    >
      <DialogHeader>
        {issued
          ? `Secret of ${issued.credential.name}`
          : `New credential of ${props.client.displayName}`}
      </DialogHeader>
      <DialogBody>
        {issued ? (
          <IssuedSecret issued={issued} />
        ) : (
          <CredentialFields
            draft={draft}
            problems={command.error ? problemsOf(command.error) : checked}
            onChange={setDraft}
          />
        )}
      </DialogBody>
      <DialogFooter>
        {issued ? (
          <Button variant="primary" onPress={props.onClose}>
            I have stored the secret
          </Button>
        ) : (
          <>
            <Button variant="secondary" onPress={props.onClose}>
              Cancel
            </Button>
            <Button
              variant="primary"
              isPending={command.isPending}
              onPress={create}
            >
              Create credential
            </Button>
          </>
        )}
      </DialogFooter>
    </Dialog>
  );
};
