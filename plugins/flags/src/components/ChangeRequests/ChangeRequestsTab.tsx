import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { LoadedView, StateMessage, useLoaded } from '@etude/ui';
import { flagsApiRef } from '../../api/flags-api';
import type { FlagTabProps } from '../FlagPage/flag-tab';
import { ChangeRequestCard } from './ChangeRequestCard';

/** Changes of a flag that wait for approval, and those that did. */
export const ChangeRequestsTab = ({ flag, onChanged }: FlagTabProps) => {
  const api = useApi(flagsApiRef);
  const requests = useLoaded(`change requests ${flag.id} ${flag.etag}`, () =>
    api.changes.listRequests({ flagId: flag.id }),
  );
  return (
    <LoadedView {...requests} what="the requests for this flag">
      {items =>
        items.length === 0 ? (
          <StateMessage
            title="Nobody asks for a change of this flag"
            reason="Where an environment, surface or label is protected, a change is asked for here, with its reason and what it does, and somebody else approves it. Any other change is made at once."
          />
        ) : (
          <Flex direction="column" gap="4" py="4">
            <Text color="secondary">
              A request is applied by whoever may change the flag, once somebody
              else approved it.
            </Text>
            {items.map(request => (
              <ChangeRequestCard
                key={request.id}
                request={request}
                onChanged={() => {
                  requests.reload();
                  onChanged();
                }}
              />
            ))}
          </Flex>
        )
      }
    </LoadedView>
  );
};
