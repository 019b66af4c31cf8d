import { useApi } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import {
  estimateText,
  isFinished,
  runCauseText,
  runFiguresText,
  runFixText,
  runProgressText,
} from '@etude/plugin-metrics-common';
import type { Run } from '@etude/plugin-metrics-common';
import {
  LoadedView,
  PersonLink,
  Timestamp,
  useCommand,
  useLoaded,
  usePolling,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { PropertyList } from '../PropertyList';
import type { Property } from '../PropertyList';
import { RunState } from '../RunState';
import { SqlText } from '../SqlText';
import { RunSubject } from './RunSubject';

const POLL_MS = 1500;

const Problem = ({ run }: { readonly run: Run }) => {
  const { problem } = run;
  if (problem === null) return null;
  const fix = runFixText(problem);
  return (
    <Alert
      status={run.state === 'failed' ? 'danger' : 'info'}
      icon
      title={runCauseText(problem) ?? 'There is no result'}
      description={
        <>
          {problem.message}
          {fix && <> {fix}</>}
        </>
      }
    />
  );
};

const UnderWay = (props: {
  readonly run: Run;
  readonly onCancelled: () => void;
}) => {
  const { run, onCancelled } = props;
  const api = useApi(metricsApiRef);
  const cancel = useCommand(async () => {
    await api.runs.cancel(run.id);
    onCancelled();
  });
  return (
    <Flex direction="column" gap="2">
      <Text as="p" role="status">
        {runProgressText(run, new Date())}.
      </Text>
      {cancel.error && (
        <Text as="p" role="alert" color="danger">
          {cancel.error.message}
        </Text>
      )}
      <div>
        <Button
          size="small"
          variant="secondary"
          isPending={cancel.isPending || run.cancelledBy !== null}
          onPress={() => void cancel.run()}
        >
          Cancel run
        </Button>
      </div>
    </Flex>
  );
};

const propertiesOf = (run: Run): Property[] => [
  { label: 'For', value: <RunSubject run={run} /> },
  { label: 'Asked', value: <Timestamp at={run.startedAt} /> },
  { label: 'Asked by', value: <PersonLink actor={run.requestedBy} /> },
  ...(run.cancelledBy === null
    ? []
    : [
        {
          label: 'Cancelled by',
          value: <PersonLink actor={run.cancelledBy} />,
        },
      ]),
  ...(run.owner === null
    ? []
    : [{ label: 'Team', value: <EntityRefLink entityRef={run.owner} /> }]),
  ...(run.warehouseId === null
    ? []
    : [{ label: 'Warehouse', value: run.warehouseId }]),
  {
    label: 'Expected to read',
    value: estimateText(run.estimate) ?? 'The warehouse does not say',
  },
  ...(isFinished(run.state)
    ? [
        {
          label: 'Outcome',
          value: runFiguresText(run) || 'No query was begun',
        },
      ]
    : []),
  ...(run.increment === null
    ? []
    : [{ label: 'Computed', value: run.increment.reason }]),
  ...(run.metricIds.length === 0
    ? []
    : [{ label: 'Metrics', value: run.metricIds.join(', ') }]),
];

const Details = (props: {
  readonly run: Run;
  readonly onCancelled: () => void;
}) => {
  const { run } = props;
  return (
    <Flex direction="column" gap="4">
      <RunState state={run.state} />
      {!isFinished(run.state) && <UnderWay {...props} />}
      <Problem run={run} />
      <PropertyList properties={propertiesOf(run)} />
      {run.sql === null ? (
        <Text as="p" color="secondary">
          There is no SQL: it was refused, or stopped, before.
        </Text>
      ) : (
        <SqlText sql={run.sql} label="SQL of the run" />
      )}
    </Flex>
  );
};

/** One run: what it is at or how it ended, why, and its SQL. */
export const RunDetails = (props: {
  readonly runId: string;
  readonly onClose: () => void;
}) => {
  const { runId, onClose } = props;
  const api = useApi(metricsApiRef);
  const run = useLoaded(`run:${runId}`, signal =>
    api.runs.get(runId, { signal }),
  );
  const { loaded, reload } = run;
  usePolling({
    isActive: loaded.state === 'loaded' && !isFinished(loaded.value.state),
    everyMs: POLL_MS,
    reload,
    beat: loaded,
  });
  return (
    <Dialog
      isOpen
      width={860}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>Run</DialogHeader>
      <DialogBody>
        <LoadedView {...run} what="the run">
          {value => <Details run={value} onCancelled={reload} />}
        </LoadedView>
      </DialogBody>
    </Dialog>
  );
};
