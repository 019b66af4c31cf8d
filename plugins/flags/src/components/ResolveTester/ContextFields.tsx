import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';

export type ContextFieldsProps = {
  readonly clientId: string;
  readonly contextText: string;
  readonly onAdd: (path: string) => void;
};

const SHOWN = 12;

/** Fields that the client sends, to be added to the context by a click. */
export const ContextFields = (props: ContextFieldsProps) => {
  const { clientId, contextText, onAdd } = props;
  const api = useApi(flagsApiRef);
  const { loaded } = useLoaded(`context fields ${clientId}`, async () =>
    clientId === '' ? [] : api.usage.contextSchema(clientId),
  );
  // A help for typing only: where it cannot be had, people type.
  const fields = loaded.state === 'loaded' ? loaded.value : [];
  const missing = fields
    .filter(({ path, types }) => {
      const name = path.slice(path.lastIndexOf('.') + 1);
      return !types.includes('struct') && !contextText.includes(`"${name}"`);
    })
    .slice(0, SHOWN);
  if (missing.length === 0) return null;
  return (
    <Flex direction="column" gap="1">
      <Text variant="body-small" color="secondary">
        {clientId} also sends:
      </Text>
      <Flex gap="1" style={{ flexWrap: 'wrap' }}>
        {missing.map(({ path }) => (
          <Button
            key={path}
            size="small"
            variant="secondary"
            aria-label={`Add ${path} to the context`}
            onPress={() => onAdd(path)}
          >
            {path}
          </Button>
        ))}
      </Flex>
    </Flex>
  );
};
