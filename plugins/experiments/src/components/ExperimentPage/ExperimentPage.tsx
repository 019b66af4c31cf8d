import { useApi, useRouteRefParams } from '@backstage/frontend-plugin-api';
import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type {
  ExperimentDetail,
  ExperimentResults,
} from '@etude/plugin-experiments-common';
import {
  LoadedView,
  PageFrame,
  useLoaded,
  usePolling,
  useSearchParam,
} from '@etude/ui';
import type { UseLoaded } from '@etude/ui';
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { experimentsApiRef } from '../../api/experiments-api';
import { useExperimentList } from '../../hooks/use-experiment-list';
import { experimentRouteRef } from '../../routes';
import { ExplanationProvider } from '../Explanation';
import { ActivityTab } from './ActivityTab';
import { DecisionTab } from './DecisionTab';
import { ExperimentFrame } from './ExperimentFrame';
import { LiveTab } from './LiveTab';
import { OverviewTab } from './OverviewTab';
import { PlanTab } from './PlanTab';
import { RefreshProgress } from './RefreshProgress';
import { ResultsTab } from './ResultsTab';
import { useMetricNames } from './use-metric-names';

/** How often an experiment without results looks for its first ones. */
const FIRST_RESULTS_MS = 5000;

type LoadedExperiment = {
  readonly detail: ExperimentDetail;
  readonly results: UseLoaded<ExperimentResults>;
  readonly onChanged: () => void;
};

const refreshedAt = ({ loaded }: LoadedExperiment['results']): string =>
  loaded.state === 'loaded' ? (loaded.value.refresh.lastAttemptAt ?? '') : '';

const ExperimentTabs = ({ detail, results, onChanged }: LoadedExperiment) => {
  const [tab, setTab] = useSearchParam('tab', 'overview');
  const { experiment } = detail;
  const nameOf = useMetricNames(results.loaded);
  const withResults = (
    show: (results: ExperimentResults) => ReactNode,
  ): ReactNode => (
    <LoadedView {...results} what="the results">
      {show}
    </LoadedView>
  );
  const tabs: readonly (readonly [string, string, ReactNode])[] = [
    [
      'overview',
      'Overview',
      withResults(value => (
        <OverviewTab detail={detail} results={value} nameOf={nameOf} />
      )),
    ],
    ['plan', 'Plan', <PlanTab detail={detail} nameOf={nameOf} />],
    [
      'live',
      'Live',
      withResults(value => <LiveTab detail={detail} results={value} />),
    ],
    [
      'results',
      'Results',
      withResults(value => (
        <ResultsTab experiment={experiment} results={value} />
      )),
    ],
    [
      'decision',
      'Decision',
      withResults(value => (
        <DecisionTab
          experiment={experiment}
          results={value}
          onDecided={onChanged}
        />
      )),
    ],
    [
      'activity',
      'Activity',
      <ActivityTab
        experiment={experiment}
        refreshedAt={refreshedAt(results)}
      />,
    ],
  ];
  return (
    <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
      <TabList aria-label="Experiment">
        {tabs.map(([id, label]) => (
          <Tab key={id} id={id}>
            {label}
          </Tab>
        ))}
      </TabList>
      {tabs.map(([id, , content]) => (
        <TabPanel key={id} id={id}>
          {content}
        </TabPanel>
      ))}
    </Tabs>
  );
};

/** One experiment: how it stands and what to do next. */
export const ExperimentPage = () => {
  const { id } = useRouteRefParams(experimentRouteRef);
  const list = useExperimentList();
  const experimentsApi = useApi(experimentsApiRef);
  const detail = useLoaded(`experiment:${id}`, signal =>
    experimentsApi.getExperiment(id, { signal }),
  );
  const results = useLoaded(`results:${id}`, signal =>
    experimentsApi.getResults(id, { signal }),
  );
  const { reload: reloadDetail } = detail;
  const { reload: reloadResults } = results;
  const onChanged = useCallback(() => {
    reloadDetail();
    reloadResults();
  }, [reloadDetail, reloadResults]);
  const [isAsked, setIsAsked] = useState(false);
  const onRefreshing = (isUnderWay: boolean) => {
    setIsAsked(isUnderWay);
    if (!isUnderWay) onChanged();
  };
  usePolling({
    isActive:
      detail.loaded.state === 'loaded' &&
      detail.loaded.value.experiment.state === 'live' &&
      results.loaded.state === 'loaded' &&
      results.loaded.value.snapshot === null,
    everyMs: FIRST_RESULTS_MS,
    reload: reloadResults,
    beat: results.loaded,
  });
  const isRunning =
    isAsked ||
    (results.loaded.state === 'loaded' && results.loaded.value.refresh.running);
  const snapshot =
    results.loaded.state === 'loaded' ? results.loaded.value.snapshot : null;
  if (detail.loaded.state !== 'loaded') {
    return (
      <PageFrame title={id} parent={list}>
        <LoadedView
          {...detail}
          what="this experiment"
          elsewhere={{ label: 'All experiments', href: list.href }}
        >
          {() => null}
        </LoadedView>
      </PageFrame>
    );
  }
  return (
    <ExperimentFrame
      detail={detail.loaded.value}
      analysis={snapshot?.analysis}
      onChanged={onChanged}
      onRefreshing={onRefreshing}
    >
      {isRunning && <RefreshProgress experimentId={id} onDone={onChanged} />}
      <ExplanationProvider experimentId={id} computedAt={snapshot?.computedAt}>
        <ExperimentTabs
          detail={detail.loaded.value}
          results={results}
          onChanged={onChanged}
        />
      </ExplanationProvider>
    </ExperimentFrame>
  );
};
