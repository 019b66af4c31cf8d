import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, Text } from '@backstage/ui';
import {
  LoadedView,
  PersonLink,
  StateMessage,
  Timestamp,
  useLoaded,
} from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';
import type { Experiment } from '../../experiment-types';
import { ActivitySentence } from '../ActivitySentence';
import { RunsSection } from './RunsSection';

const ActivityList = (props: { readonly experiment: Experiment }) => {
  const { id, etag } = props.experiment;
  const experimentsApi = useApi(experimentsApiRef);
  const activity = useLoaded(`activity:${id}:${etag}`, signal =>
    experimentsApi.getActivity(id, { signal }),
  );
  return (
    <LoadedView {...activity} what="the activity">
      {({ items }) =>
        items.length === 0 ? (
          <StateMessage
            title="Nothing has happened yet"
            reason="Changes, launches, ends and decisions are listed here with who made them."
          />
        ) : (
          <Flex direction="column" gap="4" py="4">
            {items.map(entry => (
              <Flex key={entry.id} direction="column" gap="1">
                <Text as="p">
                  <ActivitySentence sentence={entry.sentence} />
                </Text>
                <Flex gap="2" align="center">
                  <PersonLink actor={entry.actor} />
                  <Text variant="body-small" color="secondary">
                    <Timestamp at={entry.at} />
                  </Text>
                </Flex>
              </Flex>
            ))}
          </Flex>
        )
      }
    </LoadedView>
  );
};

/** Who did what, and what was computed, latest first. */
export const ActivityTab = (props: {
  readonly experiment: Experiment;
  readonly refreshedAt: string;
}) => {
  const { experiment, refreshedAt } = props;
  return (
    <>
      <ActivityList experiment={experiment} />
      {experiment.state !== 'draft' && experiment.state !== 'discarded' && (
        <RunsSection experimentId={experiment.id} version={refreshedAt} />
      )}
    </>
  );
};
