import {
  useApi,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Flex, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type {
  StoredFactTable,
  StoredMetric,
} from '@etude/plugin-metrics-common';
import { LoadedView, PageFrame, useLoaded, useSearchParam } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { factTableRouteRef, metricsRouteRef } from '../../routes';
import { EditFactTable } from './EditFactTable';
import { FactTableOverview } from './FactTableOverview';
import { HistoryPanel } from './HistoryPanel';
import { NewMetricLink } from './NewMetricLink';

const EDIT = 'edit';

type FactTableView = {
  readonly table: StoredFactTable;
  readonly metrics: readonly StoredMetric[];
};

const FactTableTabs = (props: FactTableView) => {
  const [tab, setTab] = useSearchParam('tab', 'overview');
  return (
    <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
      <TabList aria-label="Fact table">
        <Tab id="overview">Overview</Tab>
        <Tab id="history">History</Tab>
      </TabList>
      <TabPanel id="overview">
        <FactTableOverview {...props} />
      </TabPanel>
      <TabPanel id="history">
        <HistoryPanel table={props.table} />
      </TabPanel>
    </Tabs>
  );
};

const useFactTableView = (id: string) => {
  const api = useApi(metricsApiRef);
  return useLoaded(`fact-table:${id}`, async (): Promise<FactTableView> => {
    const [table, metrics] = await Promise.all([
      api.getFactTable(id),
      api.listMetrics({ factTableId: id }),
    ]);
    return { table, metrics };
  });
};

/** One fact table: where its rows come from and what is made of them. */
export const FactTablePage = () => {
  const { id } = useRouteRefParams(factTableRouteRef);
  const metricsPath = useRouteRef(metricsRouteRef)?.() ?? '';
  const [mode, setMode] = useSearchParam('mode', '');
  const view = useFactTableView(id);
  const table =
    view.loaded.state === 'loaded' ? view.loaded.value.table : undefined;
  const isEditing = mode === EDIT;
  return (
    <PageFrame
      title={table?.name ?? id}
      parent={{
        label: 'Fact tables',
        href: `${metricsPath}?tab=fact-tables`,
      }}
      metadata={
        table
          ? [
              {
                label: 'Owner',
                value: <EntityRefLink entityRef={table.owner} />,
              },
            ]
          : []
      }
      actions={
        table &&
        !isEditing && (
          <Flex gap="2">
            <Button variant="secondary" onPress={() => setMode(EDIT)}>
              Edit
            </Button>
            <NewMetricLink id={table.id} />
          </Flex>
        )
      }
    >
      <LoadedView {...view} what="this fact table">
        {value =>
          isEditing ? (
            <EditFactTable
              {...value}
              onClose={() => setMode('')}
              onSaved={() => {
                setMode('');
                view.reload();
              }}
            />
          ) : (
            <FactTableTabs {...value} />
          )
        }
      </LoadedView>
    </PageFrame>
  );
};
