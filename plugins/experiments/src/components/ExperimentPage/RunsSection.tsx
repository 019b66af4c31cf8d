import { useApi } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import {
  RUN_STATE_WORDS,
  bytesText,
  elapsedText,
  estimateFigure,
  runCauseText,
} from '@etude/plugin-metrics-common';
import type { Run } from '@etude/plugin-metrics-common';
import { LoadedView, StatusBadge, Timestamp, useLoaded } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { GroupedTable } from '../GroupedTable';
import type { TableColumn } from '../GroupedTable';
import { Section } from '../Section';
import { RunButton } from './RunButton';

const SHOWN = 20;
const NOTHING = '–';

const RunState = ({ run }: { readonly run: Run }) => {
  const { label, tone } = RUN_STATE_WORDS[run.state];
  const cause = run.problem && runCauseText(run.problem);
  return (
    <>
      <StatusBadge tone={tone}>{label}</StatusBadge>
      {run.state === 'failed' && cause && (
        <Text as="p" variant="body-small" color="secondary">
          {cause}
        </Text>
      )}
    </>
  );
};

const COLUMNS: readonly TableColumn<Run>[] = [
  {
    id: 'when',
    label: 'When',
    cell: run => <Timestamp at={run.startedAt} />,
  },
  { id: 'state', label: 'State', cell: run => <RunState run={run} /> },
  {
    id: 'warehouse',
    label: 'Warehouse',
    cell: run => run.warehouseId ?? NOTHING,
  },
  {
    id: 'estimate',
    label: 'Expected to read',
    isNumber: true,
    cell: run => estimateFigure(run.estimate) ?? NOTHING,
  },
  {
    id: 'read',
    label: 'Read',
    isNumber: true,
    cell: run => (run.bytesRead === null ? NOTHING : bytesText(run.bytesRead)),
  },
  {
    id: 'time',
    label: 'Time',
    isNumber: true,
    cell: run =>
      run.elapsedMs === null ? NOTHING : elapsedText(run.elapsedMs),
  },
  {
    id: 'details',
    label: 'Details',
    cell: run => <RunButton runId={run.id} label="Details" />,
  },
];

/** The latest computations of an experiment, whether they succeeded or not. */
export const RunsSection = (props: {
  readonly experimentId: string;
  /** Changes when there may be a new one. */
  readonly version: string;
}) => {
  const { experimentId, version } = props;
  const metricsApi = useApi(metricsApiRef);
  const runs = useLoaded(`runs:${experimentId}:${version}`, signal =>
    metricsApi.runs.list({ experimentId, limit: SHOWN }, { signal }),
  );
  return (
    <Section title="Computations">
      <LoadedView {...runs} what="the computations">
        {shown =>
          shown.length === 0 ? (
            <Text as="p" color="secondary">
              Nothing was computed yet. Each refresh of the results is listed
              here with what it cost.
            </Text>
          ) : (
            <GroupedTable
              label="Computations"
              columns={COLUMNS}
              groups={[{ key: 'runs', rows: shown }]}
              rowKey={({ id }) => id}
            />
          )
        }
      </LoadedView>
    </Section>
  );
};
