import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { RUN_STATES, isFinished } from '@etude/plugin-metrics-common';
import type { Run, RunState } from '@etude/plugin-metrics-common';
import {
  LoadedView,
  StateMessage,
  Timestamp,
  useLoaded,
  usePolling,
  useSearchParam,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { BudgetsSection } from './BudgetsSection';
import { FilterRow } from './FilterRow';
import { RunDetails } from './RunDetails';
import { RunsTable } from './RunsTable';
import { useRunFilters } from './use-run-filters';
import type { RunFilters } from './use-run-filters';

const POLL_MS = 3000;
const PAGE = 100;

const asState = (text: string): RunState | undefined =>
  RUN_STATES.find(state => state === text);

const NoRuns = ({ filters }: { readonly filters: RunFilters }) =>
  filters.isAny ? (
    <StateMessage
      title="No run matches these filters"
      reason="Other runs have another team, state, warehouse or time."
      action={
        <Button variant="secondary" onPress={filters.clear}>
          Clear filters
        </Button>
      }
    />
  ) : (
    <StateMessage
      title="Nothing was computed yet"
      reason="Every question to a warehouse is listed here with its SQL, what it was expected to read, and how it went. The first one comes with the first refresh of an experiment."
    />
  );

const Paging = (props: {
  readonly runs: readonly Run[];
  readonly filters: RunFilters;
}) => {
  const { runs, filters } = props;
  const last = runs.at(-1);
  return (
    <Flex gap="3" align="center">
      {filters.before !== '' && (
        <>
          <Text color="secondary">
            Before <Timestamp at={filters.before} />
          </Text>
          <Button
            size="small"
            variant="secondary"
            onPress={() => filters.setBefore('')}
          >
            Newest runs
          </Button>
        </>
      )}
      {runs.length === PAGE && last && (
        <Button
          size="small"
          variant="secondary"
          onPress={() => filters.setBefore(last.startedAt)}
        >
          Older runs
        </Button>
      )}
    </Flex>
  );
};

/** Every question to a warehouse: whose, what it cost, and how it went. */
export const RunsTab = () => {
  const api = useApi(metricsApiRef);
  const filters = useRunFilters();
  const [opened, setOpened] = useSearchParam('run', '');
  const { owner, state, warehouse, experiment, before } = filters;
  const key = ['runs', owner, state, warehouse, experiment, before].join(':');
  const runs = useLoaded(key, signal =>
    api.runs.list(
      {
        ...(owner && { owner }),
        ...(warehouse && { warehouseId: warehouse }),
        ...(experiment && { experimentId: experiment }),
        ...(before && { before }),
        ...(asState(state) && { state: asState(state) }),
      },
      { signal },
    ),
  );
  const { loaded, reload } = runs;
  usePolling({
    isActive:
      loaded.state === 'loaded' &&
      loaded.value.some(run => !isFinished(run.state)),
    everyMs: POLL_MS,
    reload,
    beat: loaded,
  });
  return (
    <Flex direction="column" gap="4">
      <BudgetsSection owner={owner} />
      <FilterRow filters={filters} />
      <LoadedView {...runs} what="the runs">
        {shown =>
          shown.length === 0 ? (
            <NoRuns filters={filters} />
          ) : (
            <>
              <RunsTable runs={shown} onOpen={({ id }) => setOpened(id)} />
              <Paging runs={shown} filters={filters} />
            </>
          )
        }
      </LoadedView>
      {opened !== '' && (
        <RunDetails runId={opened} onClose={() => setOpened('')} />
      )}
    </Flex>
  );
};
