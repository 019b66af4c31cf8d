import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Select, Text } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { FormField, problemsOf, useCommand } from '@etude/ui';
import { useState } from 'react';
import { flagsApiRef } from '../../api/flags-api';
import { useClients } from '../../hooks/use-clients';
import { updateChange, updateOf } from '../../hooks/use-flag';
import { ChangeProblems } from '../ChangeRequests';
import type { FlagTabProps } from './flag-tab';
import { PrerequisitesEditor } from './PrerequisitesEditor';

const CODE_DEFAULT = '';

const useEnvironments = (flag: FlagRecord): string[] => {
  const { loaded } = useClients();
  const known =
    loaded.state === 'loaded'
      ? loaded.value
          .filter(({ id }) => flag.clients.includes(id))
          .flatMap(({ credentials }) =>
            credentials.flatMap(({ environments }) => environments),
          )
      : [];
  return [...new Set([...flag.disabledEnvironments, ...known])].sort();
};

/** What a flag gives apart from its rules, and what they depend on. */
export const ServingSection = ({ flag, onChanged }: FlagTabProps) => {
  const api = useApi(flagsApiRef);
  const [defaultVariant, setDefaultVariant] = useState(flag.defaultVariant);
  const [disabled, setDisabled] = useState(flag.disabledEnvironments);
  const [prerequisites, setPrerequisites] = useState(flag.prerequisites);
  const environments = useEnvironments(flag);
  const update = updateOf(flag, {
    defaultVariant,
    disabledEnvironments: disabled,
    prerequisites,
  });
  const command = useCommand<[]>(async () => {
    await api.updateFlag(flag.id, update);
    onChanged();
  });
  const problems = command.error ? problemsOf(command.error) : [];
  return (
    <Flex direction="column" gap="4">
      <Text as="h3" variant="title-x-small" weight="bold">
        When no rule decides
      </Text>
      <ChangeProblems
        title="This cannot be saved"
        error={command.error}
        flag={flag}
        change={updateChange(update)}
      />
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
          isPending={command.isPending}
          onPress={() => command.run()}
        >
          Save serving
        </Button>
      </div>
    </Flex>
  );
};
