import { Button, Flex, Select, Text } from '@backstage/ui';
import { FormField } from '@etude/ui';
import { useState } from 'react';
import { useFlagUpdate } from '../../hooks/use-flag-update';
import { useKnownEnvironments } from '../../hooks/use-known-environments';
import { ChangeProblems } from '../ChangeRequests';
import type { FlagTabProps } from './flag-tab';
import { PrerequisitesEditor } from './PrerequisitesEditor';

const CODE_DEFAULT = '';

/** What a flag gives apart from its rules, and what they depend on. */
export const ServingSection = ({ flag, onChanged }: FlagTabProps) => {
  const [defaultVariant, setDefaultVariant] = useState(flag.defaultVariant);
  const [disabled, setDisabled] = useState(flag.disabledEnvironments);
  const [prerequisites, setPrerequisites] = useState(flag.prerequisites);
  const known = useKnownEnvironments(flag.clients);
  const environments = [
    ...new Set([...flag.disabledEnvironments, ...known]),
  ].sort();
  const update = useFlagUpdate(
    flag,
    { defaultVariant, disabledEnvironments: disabled, prerequisites },
    onChanged,
  );
  const { problems } = update;
  return (
    <Flex direction="column" gap="4">
      <Text as="h2" variant="title-x-small" weight="bold">
        When no rule decides
      </Text>
      <ChangeProblems title="This cannot be saved" {...update.refused} />
      <FormField path="defaultVariant" problems={problems}>
        <Select
          label="Default variant"
          description="For units that no rule gives a variant, and for everyone while the flag is off or a prerequisite is not met. It is no assignment: nobody becomes part of an experiment by it."
          options={[
            { id: CODE_DEFAULT, label: 'None: the default in the code' },
            ...flag.variants.map(({ id }) => ({ id, label: id })),
          ]}
          value={defaultVariant ?? CODE_DEFAULT}
          onChange={key =>
            setDefaultVariant(key === CODE_DEFAULT ? null : String(key))
          }
        />
      </FormField>
      <FormField path="disabledEnvironments" problems={problems}>
        <Select
          label="Switched off in"
          description={
            environments.length === 0
              ? 'The credentials of its clients name no environment.'
              : 'Environments in which no rule counts.'
          }
          placeholder="No environment"
          selectionMode="multiple"
          options={environments.map(id => ({ id, label: id }))}
          value={disabled}
          onChange={keys => setDisabled(keys.map(String))}
        />
      </FormField>
      <PrerequisitesEditor
        flagId={flag.id}
        value={prerequisites}
        problems={problems}
        onChange={setPrerequisites}
      />
      <div>
        <Button
          variant="primary"
          isPending={update.isPending}
          onPress={update.save}
        >
          Save serving
        </Button>
      </div>
    </Flex>
  );
};
