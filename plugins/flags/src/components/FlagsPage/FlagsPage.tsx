import { useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Button,
  ButtonLink,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from '@backstage/ui';
import {
  clientCreatePermission,
  flagCreatePermission,
  segmentCreatePermission,
} from '@etude/plugin-flags-common';
import { PageFrame, lazyPart, useSearchParam } from '@etude/ui';
import { useState } from 'react';
import { newFlagRouteRef, newSegmentRouteRef } from '../../routes';
import { FlagsSection } from './FlagsSection';

const SegmentsSection = lazyPart(
  async () => (await import('../SegmentsPage')).SegmentsSection,
);
const ClientsSection = lazyPart(
  async () => (await import('../Clients')).ClientsSection,
);

const NewFlagLink = () => {
  const newFlagRoute = useRouteRef(newFlagRouteRef);
  const { allowed } = usePermission({ permission: flagCreatePermission });
  return allowed ? (
    <ButtonLink variant="primary" href={newFlagRoute?.() ?? '/flags/new'}>
      New flag
    </ButtonLink>
  ) : null;
};

const NewClientButton = (props: { readonly onPress: () => void }) => {
  const { allowed } = usePermission({ permission: clientCreatePermission });
  return allowed ? (
    <Button variant="primary" onPress={props.onPress}>
      New client
    </Button>
  ) : null;
};

const NewSegmentLink = () => {
  const newSegmentRoute = useRouteRef(newSegmentRouteRef);
  const { allowed } = usePermission({ permission: segmentCreatePermission });
  return allowed ? (
    <ButtonLink
      variant="primary"
      href={newSegmentRoute?.() ?? '/flags/segments/new'}
    >
      New segment
    </ButtonLink>
  ) : null;
};

const PrimaryAction = (props: {
  readonly tab: string;
  readonly onNewClient: () => void;
}) => {
  switch (props.tab) {
    case 'clients':
      return <NewClientButton onPress={props.onNewClient} />;
    case 'segments':
      return <NewSegmentLink />;
    default:
      return <NewFlagLink />;
  }
};

/** All flags, their segments, and the clients that resolve them. */
export const FlagsPage = () => {
  const [tab, setTab] = useSearchParam('tab', 'flags');
  const [isNewClientOpen, setNewClientOpen] = useState(false);
  return (
    <PageFrame
      title="Flags"
      description="What your applications do differently for whom, decided at run time."
      actions={
        <PrimaryAction tab={tab} onNewClient={() => setNewClientOpen(true)} />
      }
    >
      <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
        <TabList aria-label="Flags, segments and clients">
          <Tab id="flags">Flags</Tab>
          <Tab id="segments">Segments</Tab>
          <Tab id="clients">Clients</Tab>
        </TabList>
        <TabPanel id="flags">
          <FlagsSection />
        </TabPanel>
        <TabPanel id="segments">
          <SegmentsSection />
        </TabPanel>
        <TabPanel id="clients">
          <ClientsSection
            isNewClientOpen={isNewClientOpen}
            onNewClient={() => setNewClientOpen(true)}
            onNewClientClose={() => setNewClientOpen(false)}
          />
        </TabPanel>
      </Tabs>
    </PageFrame>
  );
};
