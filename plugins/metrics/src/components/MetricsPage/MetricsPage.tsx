import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { PageFrame, useSearchParam } from '@etude/ui';
import { newMetricRouteRef } from '../../routes';
import { AsCodeTab } from '../AsCodeTab';
import { EntitiesTab } from '../EntitiesTab';
import { EventDefinitionsTab } from '../EventDefinitionsTab';
import { RunsTab } from '../RunsTab';
import { FactTablesTab } from './FactTablesTab';
import { LakeTab } from './LakeTab';
import { MetricsTab } from './MetricsTab';
import { WarehousesTab } from './WarehousesTab';

/** What can be measured: metrics, the facts behind them, and where they lie. */
export const MetricsPage = () => {
  const [tab, setTab] = useSearchParam('tab', 'metrics');
  const newMetric = useRouteRef(newMetricRouteRef);
  return (
    <PageFrame
      title="Metrics"
      actions={
        newMetric && <ButtonLink href={newMetric()}>New metric</ButtonLink>
      }
    >
      <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
        <TabList aria-label="Metrics">
          <Tab id="metrics">Metrics</Tab>
          <Tab id="fact-tables">Fact tables</Tab>
          <Tab id="entities">Entities</Tab>
          <Tab id="events">Events</Tab>
          <Tab id="lake">Lake</Tab>
          <Tab id="warehouses">Warehouses</Tab>
          <Tab id="runs">Runs</Tab>
          <Tab id="as-code">As code</Tab>
        </TabList>
        <TabPanel id="metrics">
          <MetricsTab />
        </TabPanel>
        <TabPanel id="fact-tables">
          <FactTablesTab />
        </TabPanel>
        <TabPanel id="entities">
          <EntitiesTab />
        </TabPanel>
        <TabPanel id="events">
          <EventDefinitionsTab />
        </TabPanel>
        <TabPanel id="lake">
          <LakeTab />
        </TabPanel>
        <TabPanel id="warehouses">
          <WarehousesTab />
        </TabPanel>
        <TabPanel id="runs">
          <RunsTab />
        </TabPanel>
        <TabPanel id="as-code">
          <AsCodeTab />
        </TabPanel>
      </Tabs>
    </PageFrame>
  );
};
