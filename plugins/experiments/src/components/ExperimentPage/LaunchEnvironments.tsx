import { useApi } from '@backstage/frontend-plugin-api';
import { Checkbox, CheckboxGroup, Text } from '@backstage/ui';
import { useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';

export type LaunchEnvironmentsProps = {
  readonly flagId: string;
  /** Undefined means: all of them. */
  readonly chosen: readonly string[] | undefined;
  readonly onChoose: (environments: readonly string[]) => void;
};

/** Which clients resolve the flag, and in which environments it may serve. */
export const LaunchEnvironments = (props: LaunchEnvironmentsProps) => {
  const flagsApi = useApi(flagsApiRef);
  const { loaded } = useLoaded(`clients:${props.flagId}`, async () => {
    const [flag, clients] = await Promise.all([
      flagsApi.getFlag(props.flagId),
      flagsApi.clients.list(),
    ]);
    const resolving = clients.filter(({ id }) => flag.clients.includes(id));
    return {
      clients: resolving.map(({ displayName }) => displayName),
      environments: [
        ...new Set(
          resolving.flatMap(({ credentials }) =>
            credentials.flatMap(({ environments }) => environments),
          ),
        ),
      ].sort(),
    };
  });
  if (loaded.state === 'loading') return null;
  if (loaded.state === 'failed') {
    return (
      <Text as="p">
        It serves in every environment of the flag. Which clients resolve it
        could not be looked up: {loaded.error.message}
      </Text>
    );
  }
  const { clients, environments } = loaded.value;
  if (clients.length === 0) {
    return (
      <Text as="p" color="warning">
        No client resolves this flag yet, so nobody will be exposed. Add a
        client to the flag first.
      </Text>
    );
  }
  const who = `Resolved by ${clients.join(', ')}.`;
  return environments.length === 0 ? (
    <Text as="p">{who}</Text>
  ) : (
    <CheckboxGroup
      label="Environments it serves in"
      description={who}
      value={[...(props.chosen ?? environments)]}
      onChange={props.onChoose}
    >
      {environments.map(environment => (
        <Checkbox key={environment} value={environment}>
          {environment}
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
};
