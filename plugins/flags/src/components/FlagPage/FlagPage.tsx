import { useRouteRef, useRouteRefParams } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import { flagUpdatePermission } from '@etude/plugin-flags-common';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { LoadedView, PageFrame, lazyPart, useSearchParam } from '@etude/ui';
import { useState } from 'react';
import { useFlag } from '../../hooks/use-flag';
import { flagRouteRef, flagsRouteRef } from '../../routes';
import { StalenessNotice } from '../FlagUsage';
import { FlagFrame } from './FlagFrame';
import { NextStepBar } from './NextStepBar';
import { RollOutDialog } from './RollOutDialog';
import { RulesTab } from './RulesTab';
import { VariantsTab } from './VariantsTab';

const ClientsTab = lazyPart(
  async () => (await import('./ClientsTab')).ClientsTab,
);
const ResolveTesterTab = lazyPart(
  async () => (await import('../ResolveTester')).ResolveTesterTab,
);
const ReleasesTab = lazyPart(
  async () => (await import('../Releases')).ReleasesTab,
);
const ChangeRequestsTab = lazyPart(
  async () => (await import('../ChangeRequests')).ChangeRequestsTab,
);
const HistoryTab = lazyPart(
  async () => (await import('./HistoryTab')).HistoryTab,
);
const SettingsTab = lazyPart(
  async () => (await import('./SettingsTab')).SettingsTab,
);

type FlagContentProps = {
  readonly flag: FlagRecord;
  readonly onChanged: () => void;
};

const FlagContent = ({ flag, onChanged }: FlagContentProps) => {
  const [tab, setTab] = useSearchParam('tab', 'rules');
  const [isRollingOut, setRollingOut] = useState(false);
  const { allowed: canChange } = usePermission({
    permission: flagUpdatePermission,
    resourceRef: flag.id,
  });
  const rollOut = () => setRollingOut(true);
  const tabProps = { flag, canChange, onChanged };
  return (
    <FlagFrame {...tabProps} onRollOut={rollOut}>
      <NextStepBar {...tabProps} onTab={setTab} />
      {flag.state === 'active' && <StalenessNotice flag={flag} />}
      <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
        <TabList aria-label="Parts of the flag">
          <Tab id="rules">Rules</Tab>
          <Tab id="variants">Variants</Tab>
          <Tab id="test">Test</Tab>
          <Tab id="clients">Clients & code</Tab>
          <Tab id="releases">Releases</Tab>
          <Tab id="requests">Requests</Tab>
          <Tab id="history">History</Tab>
          <Tab id="settings">Settings</Tab>
        </TabList>
        <TabPanel id="rules">
          <RulesTab {...tabProps} />
        </TabPanel>
        <TabPanel id="variants">
          <VariantsTab {...tabProps} />
        </TabPanel>
        <TabPanel id="test">
          <ResolveTesterTab flag={flag} />
        </TabPanel>
        <TabPanel id="clients">
          <ClientsTab {...tabProps} />
        </TabPanel>
        <TabPanel id="releases">
          <ReleasesTab {...tabProps} />
        </TabPanel>
        <TabPanel id="requests">
          <ChangeRequestsTab {...tabProps} />
        </TabPanel>
        <TabPanel id="history">
          <HistoryTab {...tabProps} />
        </TabPanel>
        <TabPanel id="settings">
          <SettingsTab {...tabProps} />
        </TabPanel>
      </Tabs>
      {isRollingOut && (
        <RollOutDialog
          flag={flag}
          onChanged={onChanged}
          onClose={() => setRollingOut(false)}
        />
      )}
    </FlagFrame>
  );
};

/** One flag: what it is, what it serves to whom, and its history. */
export const FlagPage = () => {
  const { id } = useRouteRefParams(flagRouteRef);
  const flagsRoute = useRouteRef(flagsRouteRef);
  const flag = useFlag(id);
  if (flag.loaded.state === 'loaded') {
    return <FlagContent flag={flag.loaded.value} onChanged={flag.reload} />;
  }
  const href = flagsRoute?.() ?? '/flags';
  return (
    <PageFrame title={id} parent={{ label: 'Flags', href }}>
      <LoadedView
        {...flag}
        what={`the flag ${id}`}
        elsewhere={{ label: 'All flags', href }}
      >
        {() => null}
      </LoadedView>
    </PageFrame>
  );
};
