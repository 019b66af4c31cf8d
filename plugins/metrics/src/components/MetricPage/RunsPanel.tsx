import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import type { Run } from '@etude/plugin-metrics-common';
import {
  LoadedView,
  StateMessage,
  Timestamp,
  formatCount,
  formatNumber,
  useLoaded,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { experimentRouteRef } from '../../routes';
import { RunState } from '../RunState';
import { SqlText } from '../SqlText';

const SHOWN_RUNS = 10;
const MS_PER_SECOND = 1000;

const Purpose = ({ run }: { readonly run: Run }) => {
  const experimentPath = useRouteRef(experimentRouteRef);
  if (run.experimentId === null) return <>Recent value</>;
  return experimentPath ? (
    <Link href={experimentPath({ id: run.experimentId })}>
      Experiment {run.experimentId}
    </Link>
  ) : (
    <>Experiment {run.experimentId}</>
  );
};

const figures = ({ rows, elapsedMs }: Run): string =>
  rows === null || elapsedMs === null
    ? ''
    : ` · ${formatCount(rows)} rows in ${formatNumber(elapsedMs / MS_PER_SECOND)} s`;

const RunView = ({ run }: { readonly run: Run }) => (
  <Flex direction="column" gap="1">
    <Flex gap="3" align="center">
      <Text weight="bold">
        <Purpose run={run} />
      </Text>
      <RunState state={run.state} />
      <Text color="secondary">
        <Timestamp at={run.startedAt} />
        {figures(run)}
      </Text>
    </Flex>
    {run.problem && <Text as="p">{run.problem.message}</Text>}
    {run.sql === null ? (
      <Text color="secondary">It was refused before there was SQL.</Text>
    ) : (
      <details>
        <summary>SQL</summary>
        <SqlText sql={run.sql} label={`SQL of the run ${run.id}`} />
      </details>
    )}
  </Flex>
);

/** The latest computations that used a metric, with their SQL. */
export const RunsPanel = ({ metricId }: { readonly metricId: string }) => {
  const api = useApi(metricsApiRef);
  const runs = useLoaded(`runs:${metricId}`, () =>
    api.runs.list({ metricId, limit: SHOWN_RUNS, withSql: true }),
  );
  return (
    <LoadedView {...runs} what="the computations">
      {used =>
        used.length === 0 ? (
          <StateMessage
            title="No recent computation used this metric"
            reason="Its SQL appears here once an experiment is refreshed or its recent value is looked up."
          />
        ) : (
          <Flex direction="column" gap="5">
            {used.map(run => (
              <RunView key={run.id} run={run} />
            ))}
          </Flex>
        )
      }
    </LoadedView>
  );
};
