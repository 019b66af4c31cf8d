import { Alert, Flex, Text } from '@backstage/ui';
import type {
  ExperimentResults,
  ResultSnapshot,
} from '@etude/plugin-experiments-common';
import { StateMessage, Timestamp } from '@etude/ui';
import type { ReactNode } from 'react';
import type { Experiment } from '../../experiment-types';

export type SnapshotViewProps = {
  readonly experiment: Experiment;
  readonly results: ExperimentResults;
  readonly children: (snapshot: ResultSnapshot) => ReactNode;
};

const NoSnapshot = ({ experiment }: { readonly experiment: Experiment }) => {
  if (experiment.state === 'draft') {
    return (
      <StateMessage
        title="Nothing is measured yet"
        reason="This experiment is a draft. Launch it, and health, progress and results appear here."
      />
    );
  }
  if (experiment.state === 'discarded') {
    return (
      <StateMessage
        title="Nothing was measured"
        reason="This draft was discarded before it was launched."
      />
    );
  }
  return (
    <StateMessage
      title="Not computed yet"
      reason="The first results are computed within the hour. Use Refresh to compute them now."
    />
  );
};

/** The latest snapshot with its age and what failed since, or why there is none. */
export const SnapshotView = (props: SnapshotViewProps) => {
  const { snapshot, refresh } = props.results;
  return (
    <Flex direction="column" gap="2" py="3">
      {refresh.problem && (
        <Alert
          status="warning"
          icon
          title={
            snapshot
              ? 'The latest refresh failed; what you see is older'
              : 'The first refresh failed'
          }
          description={refresh.problem.message}
        />
      )}
      {refresh.running && (
        <Text as="p" color="secondary" role="status">
          Results are being computed; this page updates by itself.
        </Text>
      )}
      {snapshot ? (
        <>
          <Text as="p" variant="body-small" color="secondary">
            Computed <Timestamp at={snapshot.computedAt} />
          </Text>
          {props.children(snapshot)}
        </>
      ) : (
        <NoSnapshot experiment={props.experiment} />
      )}
    </Flex>
  );
};
