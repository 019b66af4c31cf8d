import { identityApiRef, useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Flex, Text } from '@backstage/ui';
import { useLoaded } from '@etude/ui';
import { reachChangeWords } from '../../model/reach-words';
import type { ReachChange } from '../../model/reach-words';

/** What a change of reach will do, and in whose name it is recorded. */
export const ReachConfirmation = (change: ReachChange) => {
  const identity = useApi(identityApiRef);
  const { loaded } = useLoaded('me', () => identity.getBackstageIdentity());
  return (
    <Flex direction="column" gap="2">
      {reachChangeWords(change).map(sentence => (
        <Text key={sentence}>{sentence}</Text>
      ))}
      {loaded.state === 'loaded' && (
        <Text variant="body-small" color="secondary">
          The history of the flag will name{' '}
          <EntityRefLink
            entityRef={loaded.value.userEntityRef}
            defaultKind="user"
          />
          .
        </Text>
      )}
    </Flex>
  );
};
