import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { RefreshStatus } from '@etude/plugin-experiments-common';
import { isFinished, runProgressText } from '@etude/plugin-metrics-common';
import type { Run } from '@etude/plugin-metrics-common';
import { useCommand, useLoaded, usePolling } from '@etude/ui';
import { useEffect, useRef } from 'react';
import { experimentsApiRef } from '../../api/experiments-api';
import { metricsApiRef } from '../../api/metrics-api';
import styles from './RefreshProgress.module.css';

const POLL_MS = 1500;

export type RefreshProgressProps = {
  readonly experimentId: string;
  readonly onDone: () => void;
};

type Progress = { readonly status: RefreshStatus; readonly run: Run | null };

const stepText = ({ status, run }: Progress): string => {
  if (status.step === 'analysing') return 'Analysing the moments';
  return run === null ? 'Starting' : runProgressText(run, new Date());
};

const useProgress = (experimentId: string) => {
  const experimentsApi = useApi(experimentsApiRef);
  const metricsApi = useApi(metricsApiRef);
  const view = useLoaded(
    `refresh:${experimentId}`,
    async (signal): Promise<Progress> => {
      const status = await experimentsApi.getRefresh(experimentId, { signal });
      const { runId, step } = status;
      if (runId === null || step !== 'computing') return { status, run: null };
      // The run is there a moment after its refresh, so it is looked for.
      const runs = await metricsApi.runs.list(
        { experimentId, limit: 1 },
        { signal },
      );
      return { status, run: runs.find(({ id }) => id === runId) ?? null };
    },
  );
  usePolling({
    isActive: view.loaded.state !== 'loading',
    everyMs: POLL_MS,
    reload: view.reload,
    beat: view.loaded,
  });
  return view;
};

const CancelButton = ({ run }: { readonly run: Run }) => {
  const metricsApi = useApi(metricsApiRef);
  const cancel = useCommand(async () => {
    await metricsApi.runs.cancel(run.id);
  });
  return (
    <>
      <Button
        size="small"
        variant="secondary"
        isPending={cancel.isPending || run.cancelledBy !== null}
        onPress={() => void cancel.run()}
      >
        Cancel refresh
      </Button>
      {cancel.error && (
        <Text role="alert" color="danger" variant="body-small">
          {cancel.error.message}
        </Text>
      )}
    </>
  );
};

/** What a refresh that is under way is at, until it is over. */
export const RefreshProgress = (props: RefreshProgressProps) => {
  const { experimentId, onDone } = props;
  const { loaded } = useProgress(experimentId);
  const progress = loaded.state === 'loaded' ? loaded.value : null;
  const wasRunning = useRef(false);
  const isRunning = progress?.status.running ?? false;
  useEffect(() => {
    if (wasRunning.current && !isRunning) onDone();
    wasRunning.current = isRunning;
  }, [isRunning, onDone]);
  const run = progress?.run ?? null;
  return (
    <Flex align="center" gap="3" className={styles.progress ?? ''}>
      <span className={styles.pulse} aria-hidden="true" />
      <Text as="p" role="status">
        Refreshing the results.{' '}
        {progress?.status.running ? `${stepText(progress)}.` : 'Starting.'}
      </Text>
      {run !== null && !isFinished(run.state) && <CancelButton run={run} />}
    </Flex>
  );
};
