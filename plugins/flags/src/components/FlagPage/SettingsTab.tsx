import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text, TextField } from '@backstage/ui';
import {
  EntitySelect,
  FormField,
  OwnerSelect,
  ProblemList,
  problemAt,
  problemsOf,
  useCommand,
} from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { updateOf } from '../../hooks/use-flag';
import { shownProblem } from '../Form';
import { ArchiveSection } from './ArchiveSection';
import type { FlagTabProps } from './flag-tab';

const DetailsForm = ({ flag, onChanged }: FlagTabProps) => {
  const api = useApi(flagsApiRef);
  const [description, setDescription] = useState(flag.description);
  const [owner, setOwner] = useState(flag.owner);
  const [component, setComponent] = useState(flag.componentRef ?? '');
  const command = useCommand<[]>(async () => {
    await api.updateFlag(
      flag.id,
      updateOf(flag, {
        description,
        owner,
        componentRef: component === '' ? null : component,
      }),
    );
    onChanged();
  });
  const problems = command.error ? problemsOf(command.error) : [];
  return (
    <Flex direction="column" gap="4">
      <ProblemList title="The details cannot be saved" problems={problems} />
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
      <ArchiveSection {...props} />
    </Flex>
  ) : (
    <Flex py="4">
      <Text>Only members of {props.flag.owner} may change this flag.</Text>
    </Flex>
  );
