import { Flex, TextField } from '@backstage/ui';
import { EntitySelect, FormField, OwnerSelect, problemAt } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import type { FlagDraft } from '../../model/flag-draft';
import { ClientsSelect, shownProblem } from '../Form';

export type FlagBasicsProps = {
  readonly draft: FlagDraft;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (draft: FlagDraft) => void;
};

/** Who and what a new flag is for. */
export const FlagBasics = ({ draft, problems, onChange }: FlagBasicsProps) => (
  <Flex direction="column" gap="4">
    <FormField path="id">
      <TextField
        label="Id"
        description="What applications ask for, such as new-checkout; it stays for good."
        isRequired
        value={draft.id}
        onChange={id => onChange({ ...draft, id })}
        {...shownProblem(problemAt(problems, 'id'))}
      />
    </FormField>
    <FormField path="description">
      <TextField
        label="Description"
        description="What changes for whom, in one sentence."
        value={draft.description}
        onChange={description => onChange({ ...draft, description })}
        {...shownProblem(problemAt(problems, 'description'))}
      />
    </FormField>
    <OwnerSelect
      description="The team that may change it; you have to belong to it."
      value={draft.owner}
      onChange={owner => onChange({ ...draft, owner })}
      problems={problems}
    />
    <EntitySelect
      path="componentRef"
      kind="Component"
      label="Component"
      noneLabel="No component"
      value={draft.component}
      onChange={component => onChange({ ...draft, component })}
      problems={problems}
    />
    <ClientsSelect
      value={draft.clients}
      onChange={clients => onChange({ ...draft, clients })}
      problems={problems}
    />
  </Flex>
);
