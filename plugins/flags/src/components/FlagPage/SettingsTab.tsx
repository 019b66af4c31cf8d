import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text, TextField } from '@backstage/ui';
import {
  EntitySelect,
  FormField,
  OwnerSelect,
  problemAt,
  problemsOf,
  useCommand,
} from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { updateChange, updateOf } from '../../hooks/use-flag';
import { ChangeProblems } from '../ChangeRequests';
import { shownProblem } from '../Form';
import { ArchiveSection } from './ArchiveSection';
import type { FlagTabProps } from './flag-tab';
import { ServingSection } from './ServingSection';

const DetailsForm = ({ flag, onChanged }: FlagTabProps) => {
  const api = useApi(flagsApiRef);
  const [description, setDescription] = useState(flag.description);
  const [owner, setOwner] = useState(flag.owner);
  const [component, setComponent] = useState(flag.componentRef ?? '');
  const update = updateOf(flag, {
    description,
    owner,
    componentRef: component === '' ? null : component,
  });
  const command = useCommand<[]>(async () => {
    await api.updateFlag(flag.id, update);
    onChanged();
  });
  const problems = command.error ? problemsOf(command.error) : [];
  return (
    <Flex direction="column" gap="4">
      <ChangeProblems
        title="The details cannot be saved"
        error={command.error}
        flag={flag}
        change={updateChange(update)}
      />
      <FormField path="description">
        <TextField
          label="Description"
          value={description}
          onChange={setDescription}
          {...shownProblem(problemAt(problems, 'description'))}
        />
      </FormField>
      <OwnerSelect value={owner} onChange={setOwner} problems={problems} />
      <EntitySelect
        path="componentRef"
        kind="Component"
        label="Component"
        noneLabel="No component"
        value={component}
        onChange={setComponent}
        problems={problems}
      />
      <div>
        <Button
          variant="primary"
          isPending={command.isPending}
          onPress={() => command.run()}
        >
          Save details
        </Button>
      </div>
    </Flex>
  );
};

/** Details of a flag, and its end. */
export const SettingsTab = (props: FlagTabProps) =>
  props.canChange ? (
    <Flex direction="column" gap="6" py="4">
      <DetailsForm {...props} />
      <ServingSection
        // What was changed elsewhere replaces what the form shows.
        key={props.flag.etag}
        {...props}
      />
      <ArchiveSection {...props} />
    </Flex>
  ) : (
    <Flex py="4">
      <Text>Only members of {props.flag.owner} may change this flag.</Text>
    </Flex>
  );
