import { useApi } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader, Flex, Text } from '@backstage/ui';
import { formatCount, LoadedView, Timestamp, useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import styles from './RunDialog.module.css';

export type RunDialogProps = {
  readonly runId: string;
  readonly onClose: () => void;
};

/** The computation behind a result: its SQL, when it ran and how long. */
export const RunDialog = ({ runId, onClose }: RunDialogProps) => {
  const metricsApi = useApi(metricsApiRef);
  const run = useLoaded(`run:${runId}`, () => metricsApi.getRun(runId));
  return (
    <Dialog
      isOpen
      width={860}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>SQL of this result</DialogHeader>
      <DialogBody>
        <LoadedView {...run} what="the computation">
          {({ sql, startedAt, elapsedMs, rows, problem }) => (
            <Flex direction="column" gap="3">
              <Text as="p" color="secondary">
                Ran <Timestamp at={startedAt} />
                {elapsedMs === null
                  ? ''
                  : ` in ${formatCount(Math.round(elapsedMs))} ms`}
                {rows === null ? '' : `, ${formatCount(rows)} rows`}.
              </Text>
              {problem && <Text as="p">{problem.message}</Text>}
              {sql === null ? (
                <Text as="p">
                  No SQL was run: the computation was refused before.
                </Text>
              ) : (
                <pre className={styles.sql} tabIndex={0} aria-label="SQL">
                  {sql}
                </pre>
              )}
            </Flex>
          )}
        </LoadedView>
      </DialogBody>
    </Dialog>
  );
};
