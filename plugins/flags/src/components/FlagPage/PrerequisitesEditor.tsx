import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Select, Text } from '@backstage/ui';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { FormField, useLoaded } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';

type Prerequisite = FlagRecord['prerequisites'][number];

export type PrerequisitesEditorProps = {
  /** The flag they are of; it is none of its own. */
  readonly flagId: string;
  readonly value: readonly Prerequisite[];
  readonly problems: readonly FieldProblem[];
  readonly onChange: (value: Prerequisite[]) => void;
};

type RowProps = {
  readonly prerequisite: Prerequisite;
  readonly flags: readonly FlagRecord[];
  readonly path: string;
  readonly problems: readonly FieldProblem[];
  readonly onChange: (prerequisite: Prerequisite) => void;
  readonly onRemove: () => void;
};

const PrerequisiteRow = (props: RowProps) => {
  const { prerequisite, flags, path } = props;
  const chosen = flags.find(({ id }) => id === prerequisite.flag);
  const variants = new Set([
    ...(chosen?.variants ?? []).map(({ id }) => id),
    ...prerequisite.variants,
  ]);
  return (
    <FormField path={path} problems={props.problems}>
      <Flex gap="3" align="end">
        <Select
          label="Flag"
          placeholder="Choose a flag"
          options={flags.map(({ id }) => ({ id, label: id }))}
          value={prerequisite.flag === '' ? null : prerequisite.flag}
          onChange={key =>
            props.onChange({ flag: String(key ?? ''), variants: [] })
          }
        />
        <Select
          label="has to give one of"
          placeholder="Choose variants"
          selectionMode="multiple"
          options={[...variants].map(id => ({ id, label: id }))}
          value={prerequisite.variants}
          onChange={keys =>
            props.onChange({ ...prerequisite, variants: keys.map(String) })
          }
        />
        <Button
          variant="secondary"
          aria-label={`Remove the prerequisite ${prerequisite.flag}`}
          onPress={props.onRemove}
        >
          Remove
        </Button>
      </Flex>
    </FormField>
  );
};

/** Flags that have to give certain variants before this one's rules count. */
export const PrerequisitesEditor = (props: PrerequisitesEditorProps) => {
  const { value, onChange } = props;
  const api = useApi(flagsApiRef);
  const { loaded } = useLoaded('flags for prerequisites', async () => {
    const { items } = await api.listFlags({ state: 'active' });
    return items;
  });
  const flags = loaded.state === 'loaded' ? loaded.value : [];
  return (
    <Flex direction="column" gap="3">
      <Text variant="body-medium" weight="bold">
        Prerequisites
      </Text>
      <Text color="secondary">
        The rules count only for units to whom each of these flags gives one of
        the named variants.
      </Text>
      {loaded.state === 'failed' && (
        <Text color="warning" role="status">
          The flags could not be loaded: {loaded.error.message}
        </Text>
      )}
      {value.map((prerequisite, index) => (
        <PrerequisiteRow
          key={`${index} ${prerequisite.flag}`}
          prerequisite={prerequisite}
          flags={flags.filter(({ id }) => id !== props.flagId)}
          path={`prerequisites[${index}]`}
          problems={props.problems}
          onChange={changed =>
            onChange(value.map((old, at) => (at === index ? changed : old)))
          }
          onRemove={() => onChange(value.filter((_, at) => at !== index))}
        />
      ))}
      <div>
        <Button
          variant="secondary"
          onPress={() => onChange([...value, { flag: '', variants: [] }])}
        >
          Add a prerequisite
        </Button>
      </div>
    </Flex>
  );
};
