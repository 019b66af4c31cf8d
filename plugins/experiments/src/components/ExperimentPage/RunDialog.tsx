import { useApi } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader, Flex, Text } from '@backstage/ui';
import {
  RUN_STATE_WORDS,
  estimateText,
  isFinished,
  runCauseText,
  runFiguresText,
  runFixText,
  runProgressText,
} from '@etude/plugin-metrics-common';
import type { Run } from '@etude/plugin-metrics-common';
import { LoadedView, StatusBadge, Timestamp, useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import styles from './RunDialog.module.css';

export type RunDialogProps = {
  readonly runId: string;
  readonly onClose: () => void;
};

const Problem = ({ problem }: Pick<Run, 'problem'>) => {
  if (problem === null) return null;
  const [cause, fix] = [runCauseText(problem), runFixText(problem)];
  return (
    <div>
      {cause && (
        <Text as="p" weight="bold">
          {cause}
        </Text>
      )}
      <Text as="p">
        {problem.message}
        {fix && ` ${fix}`}
      </Text>
    </div>
  );
};

const Figures = ({ run }: { readonly run: Run }) => {
  const expected = estimateText(run.estimate);
  const figures = runFiguresText(run);
  return (
    <Text as="p" color="secondary">
      Asked for <Timestamp at={run.startedAt} />
      {run.warehouseId === null ? '' : `, of warehouse ${run.warehouseId}`}
      {figures === '' ? '' : `; it ${figures}`}
      {expected === null ? '' : ` (expected: ${expected})`}.
    </Text>
  );
};

const RunView = ({ run }: { readonly run: Run }) => {
  const { label, tone } = RUN_STATE_WORDS[run.state];
  return (
    <Flex direction="column" gap="3">
      <StatusBadge tone={tone}>{label}</StatusBadge>
      <Figures run={run} />
      {!isFinished(run.state) && (
        <Text as="p">{runProgressText(run, new Date())}.</Text>
      )}
      {run.increment && <Text as="p">{run.increment.reason}</Text>}
      <Problem problem={run.problem} />
      {run.sql === null ? (
        <Text as="p">No SQL was run: the computation was refused before.</Text>
      ) : (
        <pre className={styles.sql} tabIndex={0} aria-label="SQL">
          {run.sql}
        </pre>
      )}
    </Flex>
  );
};

/** The computation behind a result: how it went, what it cost, its SQL. */
export const RunDialog = ({ runId, onClose }: RunDialogProps) => {
  const metricsApi = useApi(metricsApiRef);
  const run = useLoaded(`run:${runId}`, () => metricsApi.runs.get(runId));
  return (
    <Dialog
      isOpen
      width={860}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>Run of the computation</DialogHeader>
      <DialogBody>
        <LoadedView {...run} what="the computation">
          {value => <RunView run={value} />}
        </LoadedView>
      </DialogBody>
    </Dialog>
  );
};
