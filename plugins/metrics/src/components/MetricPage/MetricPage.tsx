import { useApi, useRouteRefParams } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Flex, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import {
  LoadedView,
  PageFrame,
  StatusBadge,
  useLoaded,
  useSearchParam,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { metricRouteRef } from '../../routes';
import { ArchiveMetric } from './ArchiveMetric';
import { EditMetric } from './EditMetric';
import { MetricOverview } from './MetricOverview';
import { RunsPanel } from './RunsPanel';

type MetricView = {
  readonly metric: StoredMetric;
  readonly factTables: readonly StoredFactTable[];
};

const EDIT = 'edit';

const metadataOf = (metric: StoredMetric) => [
  {
    label: 'State',
    value:
      metric.state === 'active' ? (
        <StatusBadge tone="active">Active</StatusBadge>
      ) : (
        <StatusBadge tone="muted">Archived</StatusBadge>
      ),
  },
  { label: 'Owner', value: <EntityRefLink entityRef={metric.owner} /> },
];

const MetricActions = (props: {
  readonly metric: StoredMetric;
  readonly onEdit: () => void;
  readonly onArchived: () => void;
}) => (
  <Flex gap="2">
    {props.metric.state === 'active' && (
      <ArchiveMetric metric={props.metric} onArchived={props.onArchived} />
    )}
    <Button onPress={props.onEdit}>Edit</Button>
  </Flex>
);

const MetricTabs = ({ metric, factTables }: MetricView) => {
  const [tab, setTab] = useSearchParam('tab', 'overview');
  return (
    <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
      <TabList aria-label="Metric">
        <Tab id="overview">Overview</Tab>
        <Tab id="sql">SQL</Tab>
      </TabList>
      <TabPanel id="overview">
        <MetricOverview
          metric={metric}
          factTable={factTables.find(({ id }) => id === metric.factTableId)}
        />
      </TabPanel>
      <TabPanel id="sql">
        <RunsPanel metricId={metric.id} />
      </TabPanel>
    </Tabs>
  );
};

const useMetricView = (id: string) => {
  const api = useApi(metricsApiRef);
  return useLoaded(`metric:${id}`, async (): Promise<MetricView> => {
    const [metric, factTables] = await Promise.all([
      api.getMetric(id),
      api.listFactTables(),
    ]);
    return { metric, factTables };
  });
};

/** One metric: what it means, what it was lately, how it is computed. */
export const MetricPage = () => {
  const { id } = useRouteRefParams(metricRouteRef);
  const [mode, setMode] = useSearchParam('mode', '');
  const view = useMetricView(id);
  const metric =
    view.loaded.state === 'loaded' ? view.loaded.value.metric : undefined;
  const isEditing = mode === EDIT;
  return (
    <PageFrame
      title={metric?.name ?? id}
      metadata={metric ? metadataOf(metric) : []}
      actions={
        metric &&
        !isEditing && (
          <MetricActions
            metric={metric}
            onEdit={() => setMode(EDIT)}
            onArchived={view.reload}
          />
        )
      }
    >
      <LoadedView {...view} what="this metric">
        {value =>
          isEditing ? (
            <EditMetric
              {...value}
              onClose={() => setMode('')}
              onSaved={() => {
                setMode('');
                view.reload();
              }}
            />
          ) : (
            <MetricTabs {...value} />
          )
        }
      </LoadedView>
    </PageFrame>
  );
};
