import { Button, Flex, Text, TextField } from '@backstage/ui';
import { EntitySelect, FormField, OwnerSelect, problemAt } from '@etude/ui';
import { useState } from 'react';
import { useFlagUpdate } from '../../hooks/use-flag-update';
import { ChangeProblems } from '../ChangeRequests';
import { shownProblem } from '../Form';
import { ArchiveSection } from './ArchiveSection';
import type { FlagTabProps } from './flag-tab';
import { ServingSection } from './ServingSection';
import styles from './SettingsTab.module.css';

const DetailsForm = ({ flag, onChanged }: FlagTabProps) => {
  const [description, setDescription] = useState(flag.description);
  const [owner, setOwner] = useState(flag.owner);
  const [component, setComponent] = useState(flag.componentRef ?? '');
  const edits = {
    description,
    owner,
    componentRef: component === '' ? null : component,
  };
  const update = useFlagUpdate(flag, edits, present => {
    setDescription(present.description);
    setOwner(present.owner);
    setComponent(present.componentRef ?? '');
    onChanged();
  });
  const { problems } = update;
  return (
    <Flex direction="column" gap="4">
      <ChangeProblems title="The details cannot be saved" {...update.refused} />
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
          isPending={update.isPending}
          onPress={update.save}
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
    <Flex direction="column" gap="6" py="4" className={styles.form}>
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
