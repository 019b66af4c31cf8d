import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Flex, Text } from '@backstage/ui';
import type { ExperimentList } from '@etude/plugin-experiments-common';
import { LoadedView, PageFrame, useLoaded, useSearchParam } from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';
import { useDebounced } from '../../hooks/use-debounced';
import { newExperimentRouteRef } from '../../routes';
import { ExperimentFilters } from './ExperimentFilters';
import { ExperimentsTable } from './ExperimentsTable';
import { NoRows } from './NoExperiments';

const PAGE_SIZE = 100;

const NewExperimentLink = () => {
  const newExperiment = useRouteRef(newExperimentRouteRef);
  return newExperiment ? (
    <ButtonLink href={newExperiment()}>New experiment</ButtonLink>
  ) : null;
};

const Paging = (props: {
  readonly list: ExperimentList;
  readonly offset: number;
  readonly onMove: (offset: number) => void;
}) => {
  const { list, offset, onMove } = props;
  if (list.totalItems <= PAGE_SIZE) return null;
  const last = offset + list.items.length;
  return (
    <Flex align="center" gap="3">
      <Button
        variant="secondary"
        isDisabled={offset === 0}
        onPress={() => onMove(Math.max(0, offset - PAGE_SIZE))}
      >
        Previous
      </Button>
      <Text>
        {offset + 1}–{last} of {list.totalItems}
      </Text>
      <Button
        variant="secondary"
        isDisabled={last >= list.totalItems}
        onPress={() => onMove(last)}
      >
        Next
      </Button>
    </Flex>
  );
};

/** Which experiments run, whose they are, how they stand. */
export const ExperimentsPage = () => {
  const experimentsApi = useApi(experimentsApiRef);
  const [state, setState] = useSearchParam('state', '');
  const [owner, setOwner] = useSearchParam('owner', '');
  const [text, setText] = useSearchParam('q', '');
  const [from, setFrom] = useSearchParam('from', '0');
  const q = useDebounced(text, 250);
  const offset = Math.max(0, Math.trunc(Number(from)) || 0);
  const experiments = useLoaded(`${state}|${owner}|${q}|${offset}`, signal =>
    experimentsApi.listExperiments(
      { state, owner, q, limit: PAGE_SIZE, offset },
      { signal },
    ),
  );
  const isFiltered = state !== '' || owner !== '' || q !== '';
  const backToStart = (set: (value: string) => void) => (value: string) => {
    setFrom('0');
    set(value);
  };
  const clear = () =>
    [setState, setOwner, setText, setFrom].forEach(set => set(''));
  return (
    <PageFrame title="Experiments" actions={<NewExperimentLink />}>
      <Flex direction="column" gap="4">
        <ExperimentFilters
          state={state}
          owner={owner}
          text={text}
          onState={backToStart(setState)}
          onOwner={backToStart(setOwner)}
          onText={backToStart(setText)}
        />
        <LoadedView {...experiments} what="the experiments">
          {list =>
            list.items.length > 0 ? (
              <>
                <ExperimentsTable items={list.items} />
                <Paging
                  list={list}
                  offset={offset}
                  onMove={next => setFrom(String(next))}
                />
              </>
            ) : (
              <NoRows
                isPastTheEnd={list.totalItems > 0}
                isFiltered={isFiltered}
                onStart={() => setFrom('0')}
                onClear={clear}
              />
            )
          }
        </LoadedView>
      </Flex>
    </PageFrame>
  );
};
