import { useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  Button,
  ButtonLink,
  Container,
  Header,
  Tab,
  TabList,
  TabPanel,
  Tabs,
} from '@backstage/ui';
import {
  clientCreatePermission,
  flagCreatePermission,
} from '@etude/plugin-flags-common';
import { useSearchParam } from '@etude/ui';
import { useState } from 'react';
import { newFlagRouteRef } from '../../routes';
import { ClientsSection } from '../Clients';
import { FlagsSection } from './FlagsSection';

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

/** All flags, and the clients that resolve them. */
export const FlagsPage = () => {
  const [tab, setTab] = useSearchParam('tab', 'flags');
  const [isNewClientOpen, setNewClientOpen] = useState(false);
  return (
    <>
      <Header
        title="Flags"
        description="What your applications do differently for whom, decided at run time."
        customActions={
          tab === 'clients' ? (
            <NewClientButton onPress={() => setNewClientOpen(true)} />
          ) : (
            <NewFlagLink />
          )
        }
      />
      <Container>
        <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
          <TabList aria-label="Flags and clients">
            <Tab id="flags">Flags</Tab>
            <Tab id="clients">Clients</Tab>
          </TabList>
          <TabPanel id="flags">
            <FlagsSection />
          </TabPanel>
          <TabPanel id="clients">
            <ClientsSection
              isNewClientOpen={isNewClientOpen}
              onNewClient={() => setNewClientOpen(true)}
              onNewClientClose={() => setNewClientOpen(false)}
            />
          </TabPanel>
        </Tabs>
      </Container>
    </>
  );
};
