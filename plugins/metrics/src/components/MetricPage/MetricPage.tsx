import {
  useApi,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  Button,
  Flex,
  Tab,
  TabList,
  TabPanel,
  Tabs,
  Text,
} from '@backstage/ui';
import type { MetricUse } from '@etude/plugin-experiments-common';
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
import type { UseLoaded } from '@etude/ui';
import { experimentsApiRef } from '../../api/experiments-api';
import { metricsApiRef } from '../../api/metrics-api';
import { metricRouteRef, metricsRouteRef } from '../../routes';
import { ArchiveMetric } from './ArchiveMetric';
import { EditMetric } from './EditMetric';
import { EffectsPanel } from './EffectsPanel';
import { LineagePanel } from './LineagePanel';
import { MetricOverview } from './MetricOverview';
import { RunsPanel } from './RunsPanel';
import { SqlPanel } from './SqlPanel';
import { VersionsPanel } from './VersionsPanel';

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

const useMetricUses = (metricId: string): UseLoaded<readonly MetricUse[]> => {
  const api = useApi(experimentsApiRef);
  return useLoaded(`uses:${metricId}`, signal =>
    api.listMetricUses(metricId, { signal }),
  );
};

const MetricTabs = ({ metric, factTables }: MetricView) => {
  const [tab, setTab] = useSearchParam('tab', 'overview');
  const uses = useMetricUses(metric.id);
  return (
    <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
      <TabList aria-label="Metric">
        <Tab id="overview">Overview</Tab>
        <Tab id="lineage">Lineage</Tab>
        <Tab id="effects">Effects</Tab>
        <Tab id="history">History</Tab>
        <Tab id="sql">SQL</Tab>
      </TabList>
      <TabPanel id="overview">
        <MetricOverview
          metric={metric}
          factTable={factTables.find(({ id }) => id === metric.factTableId)}
          uses={uses}
        />
      </TabPanel>
      <TabPanel id="lineage">
        <LineagePanel metric={metric} uses={uses} />
      </TabPanel>
      <TabPanel id="effects">
        <EffectsPanel uses={uses} />
      </TabPanel>
      <TabPanel id="history">
        <VersionsPanel metric={metric} />
      </TabPanel>
      <TabPanel id="sql">
        <Flex direction="column" gap="6">
          <SqlPanel metric={metric} />
          <Text as="h2" variant="title-small" weight="bold">
            Computations that used it
          </Text>
          <RunsPanel metricId={metric.id} />
        </Flex>
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
  const metricsPath = useRouteRef(metricsRouteRef)?.() ?? '';
  const view = useMetricView(id);
  const metric =
    view.loaded.state === 'loaded' ? view.loaded.value.metric : undefined;
  const isEditing = mode === EDIT;
  return (
    <PageFrame
      title={metric?.name ?? id}
      parent={{ label: 'Metrics', href: metricsPath }}
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
