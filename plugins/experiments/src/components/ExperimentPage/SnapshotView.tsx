import { Alert, Flex, Text } from '@backstage/ui';
import type {
  ExperimentResults,
  RefreshStatus,
  ResultSnapshot,
} from '@etude/plugin-experiments-common';
import { StateMessage, Timestamp } from '@etude/ui';
import type { ReactNode } from 'react';
import type { Experiment } from '../../experiment-types';
import { RunButton } from './RunButton';

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
      reason="The first results are computed by the next round of the schedule and appear here by themselves."
    />
  );
};

const RefreshProblem = (props: {
  readonly refresh: RefreshStatus;
  readonly hasOlder: boolean;
}) => {
  const { problem, retryAt, runId } = props.refresh;
  return (
    <Alert
      status="warning"
      icon
      title={
        props.hasOlder
          ? 'The latest refresh failed; what you see is older'
          : 'The first refresh failed'
      }
      description={
        <>
          {problem?.message}
          {retryAt !== null && (
            <>
              {' '}
              The schedule tries it again <Timestamp at={retryAt} />.
            </>
          )}
        </>
      }
      customActions={
        runId !== null && <RunButton runId={runId} label="Details of the run" />
      }
    />
  );
};

/** The latest snapshot with its age and what failed since, or why there is none. */
export const SnapshotView = (props: SnapshotViewProps) => {
  const { snapshot, refresh } = props.results;
  return (
    <Flex direction="column" gap="2" py="3">
      {refresh.problem && (
        <RefreshProblem refresh={refresh} hasOlder={snapshot !== null} />
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
