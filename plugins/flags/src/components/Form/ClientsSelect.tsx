import { Select } from '@backstage/ui';
import { useClients } from '../../hooks/use-clients';
import { FormField } from './FormField';

export type ClientsSelectProps = {
  readonly value: readonly string[];
  readonly onChange: (clients: string[]) => void;
  readonly problem?: string | undefined;
};

/** A picker of the clients that may resolve a flag. */
export const ClientsSelect = (props: ClientsSelectProps) => {
  const { loaded } = useClients();
  const clients = loaded.state === 'loaded' ? loaded.value : [];
  const failure =
    loaded.state === 'failed'
      ? `The clients could not be loaded: ${loaded.error.message}`
      : undefined;
  return (
    <FormField path="clients" problem={props.problem ?? failure}>
      <Select
        label="Clients"
        description="Applications that may resolve the flag. Without one it resolves nowhere."
        placeholder={
          loaded.state === 'loaded' && clients.length === 0
            ? 'No client exists yet'
            : 'Choose clients'
        }
        selectionMode="multiple"
        options={clients.map(({ id, displayName }) => ({
          id,
          label: displayName,
        }))}
        value={[...props.value]}
        onChange={keys => props.onChange(keys.map(String))}
      />
    </FormField>
  );
};
