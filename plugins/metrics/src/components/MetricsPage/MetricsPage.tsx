import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  ButtonLink,
  Container,
  Header,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from '@backstage/ui';
import { useSearchParam } from '@etude/ui';
import { newMetricRouteRef } from '../../routes';
import { FactTablesTab } from './FactTablesTab';
import { LakeTab } from './LakeTab';
import { MetricsTab } from './MetricsTab';

/** What can be measured: metrics, the facts behind them, and their lake. */
export const MetricsPage = () => {
  const [tab, setTab] = useSearchParam('tab', 'metrics');
  const newMetric = useRouteRef(newMetricRouteRef);
  return (
    <>
      <Header
        title="Metrics"
        customActions={
          newMetric && <ButtonLink href={newMetric()}>New metric</ButtonLink>
        }
      />
      <Container>
        <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
          <TabList aria-label="Metrics">
            <Tab id="metrics">Metrics</Tab>
            <Tab id="fact-tables">Fact tables</Tab>
            <Tab id="lake">Lake</Tab>
          </TabList>
          <TabPanel id="metrics">
            <MetricsTab />
          </TabPanel>
          <TabPanel id="fact-tables">
            <FactTablesTab />
          </TabPanel>
          <TabPanel id="lake">
            <LakeTab />
          </TabPanel>
        </Tabs>
      </Container>
    </>
  );
};
