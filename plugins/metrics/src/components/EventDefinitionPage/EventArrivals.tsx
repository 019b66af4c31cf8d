import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import { LoadedView, useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { FreshnessFigures } from '../Freshness';

/** When the event last came, and how many came on each of the last days. */
export const EventArrivals = ({ id }: { readonly id: string }) => {
  const api = useApi(metricsApiRef);
  const freshness = useLoaded(`event-freshness:${id}`, () =>
    api.eventDefinitions.freshness(id),
  );
  return (
    <Flex direction="column" gap="2">
      <Text as="h2" variant="title-small" weight="bold">
        What arrives
      </Text>
      <LoadedView {...freshness} what="what arrived of this event">
        {found =>
          found.latestAt === null ? (
            <Text as="p">
              No event of this name is in the lake. Events appear there some
              seconds after an application sends them.
            </Text>
          ) : (
            <FreshnessFigures freshness={found} what="Events" />
          )
        }
      </LoadedView>
      <Text as="p" color="secondary">
        What edges refused is not in the lake: their metric
        etude_edge_events_refused_total counts it by event and reason.
      </Text>
    </Flex>
  );
};
