import { Select } from '@backstage/ui';
import { FormField } from '@etude/ui';
import type { FieldProblem } from '@etude/ui';
import { useClients } from '../../hooks/use-clients';

export type ClientsSelectProps = {
  readonly value: readonly string[];
  readonly onChange: (clients: string[]) => void;
  readonly problems: readonly FieldProblem[];
};

/** A picker of the clients that may resolve a flag. */
export const ClientsSelect = (props: ClientsSelectProps) => {
  const { loaded } = useClients();
  const clients = loaded.state === 'loaded' ? loaded.value : [];
  const failures =
    loaded.state === 'failed'
      ? [
          {
            path: 'clients',
            message: `The clients could not be loaded: ${loaded.error.message}`,
          },
        ]
      : [];
  return (
    <FormField path="clients" problems={[...props.problems, ...failures]}>
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
