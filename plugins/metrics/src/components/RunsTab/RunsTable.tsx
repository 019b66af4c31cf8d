import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Cell, Table, Text, useTable } from '@backstage/ui';
import type { ColumnConfig } from '@backstage/ui';
import {
  bytesText,
  elapsedText,
  estimateFigure,
  runCauseText,
} from '@etude/plugin-metrics-common';
import type { Run } from '@etude/plugin-metrics-common';
import { TableFrame, Timestamp } from '@etude/ui';
import { RunState } from '../RunState';
import { RunSubject, subjectText } from './RunSubject';
import styles from './RunsTab.module.css';

export type RunsTableProps = {
  readonly runs: readonly Run[];
  readonly onOpen: (run: Run) => void;
};

const NOTHING = '–';

const COLUMNS: readonly ColumnConfig<Run>[] = [
  {
    id: 'subject',
    label: 'For',
    isRowHeader: true,
    defaultWidth: '1.95fr',
    cell: run => (
      <Cell>
        <RunSubject run={run} />
      </Cell>
    ),
  },
  {
    id: 'startedAt',
    label: 'When',
    defaultWidth: '1.4fr',
    cell: run => (
      <Cell>
        <Timestamp at={run.startedAt} />
      </Cell>
    ),
  },
  {
    id: 'owner',
    label: 'Team',
    defaultWidth: '1.25fr',
    cell: run => (
      <Cell>
        {run.owner === null ? NOTHING : <EntityRefLink entityRef={run.owner} />}
      </Cell>
    ),
  },
  {
    id: 'warehouse',
    label: 'Warehouse',
    defaultWidth: '1.25fr',
    cell: run => <Cell>{run.warehouseId ?? NOTHING}</Cell>,
  },
  {
    id: 'state',
    label: 'State',
    defaultWidth: '1.15fr',
    cell: run => (
      <Cell>
        <RunState state={run.state} />
        {run.state === 'failed' && run.problem && (
          <Text as="p" variant="body-small" color="secondary">
            {runCauseText(run.problem)}
          </Text>
        )}
      </Cell>
    ),
  },
  {
    id: 'estimate',
    label: 'Estimate',
    defaultWidth: '1.25fr',
    cell: run => (
      <Cell className={styles.number ?? ''}>
        {estimateFigure(run.estimate) ?? NOTHING}
      </Cell>
    ),
  },
  {
    id: 'bytesRead',
    label: 'Read',
    defaultWidth: '0.9fr',
    cell: run => (
      <Cell className={styles.number ?? ''}>
        {run.bytesRead === null ? NOTHING : bytesText(run.bytesRead)}
      </Cell>
    ),
  },
  {
    id: 'elapsed',
    label: 'Time',
    defaultWidth: '0.7fr',
    cell: run => (
      <Cell className={styles.number ?? ''}>
        {run.elapsedMs === null ? NOTHING : elapsedText(run.elapsedMs)}
      </Cell>
    ),
  },
];

const detailsColumn = (
  onOpen: RunsTableProps['onOpen'],
): ColumnConfig<Run> => ({
  id: 'details',
  label: 'Details',
  defaultWidth: '0.95fr',
  cell: run => (
    <Cell>
      <Button
        size="small"
        variant="tertiary"
        className={styles.details ?? ''}
        aria-label={`Details of the run for ${subjectText(run)}`}
        onPress={() => onOpen(run)}
      >
        Details
      </Button>
    </Cell>
  ),
});

/** Runs in a table, newest first as they come. */
export const RunsTable = ({ runs, onOpen }: RunsTableProps) => {
  const { tableProps } = useTable({
    mode: 'complete',
    data: [...runs],
    paginationOptions: { type: 'none' },
  });
  return (
    <div className={styles.runs}>
      <TableFrame wideOnly={[3, 4, 6, 7, 8]}>
        <Table
          columnConfig={[...COLUMNS, detailsColumn(onOpen)]}
          {...tableProps}
        />
      </TableFrame>
    </div>
  );
};
