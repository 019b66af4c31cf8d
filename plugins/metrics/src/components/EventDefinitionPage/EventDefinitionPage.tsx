import {
  useApi,
  useRouteRef,
  useRouteRefParams,
} from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Button, Tab, TabList, TabPanel, Tabs } from '@backstage/ui';
import type { StoredEventDefinition } from '@etude/plugin-metrics-common';
import { LoadedView, PageFrame, useLoaded, useSearchParam } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { eventDefinitionRouteRef, metricsRouteRef } from '../../routes';
import { CheckPayloadPanel } from './CheckPayloadPanel';
import { EditEventDefinition } from './EditEventDefinition';
import { EventFieldsPanel } from './EventFieldsPanel';
import { EventVersionsPanel } from './EventVersionsPanel';

const EDIT = 'edit';

const EventTabs = (props: { readonly definition: StoredEventDefinition }) => {
  const [tab, setTab] = useSearchParam('tab', 'fields');
  return (
    <Tabs selectedKey={tab} onSelectionChange={key => setTab(String(key))}>
      <TabList aria-label="Event definition">
        <Tab id="fields">Overview</Tab>
        <Tab id="versions">Versions</Tab>
        <Tab id="check">Check a payload</Tab>
      </TabList>
      <TabPanel id="fields">
        <EventFieldsPanel {...props} />
      </TabPanel>
      <TabPanel id="versions">
        <EventVersionsPanel {...props} />
      </TabPanel>
      <TabPanel id="check">
        <CheckPayloadPanel {...props} />
      </TabPanel>
    </Tabs>
  );
};

/** One event definition: what the event carries, and since when. */
export const EventDefinitionPage = () => {
  const { id } = useRouteRefParams(eventDefinitionRouteRef);
  const metricsPath = useRouteRef(metricsRouteRef)?.() ?? '';
  const api = useApi(metricsApiRef);
  const [mode, setMode] = useSearchParam('mode', '');
  const view = useLoaded(`event-definition:${id}`, () =>
    api.eventDefinitions.get(id),
  );
  const { loaded } = view;
  const owner = loaded.state === 'loaded' ? loaded.value.owner : undefined;
  const isEditing = mode === EDIT;
  return (
    <PageFrame
      title={loaded.state === 'loaded' ? loaded.value.name : id}
      parent={{ label: 'Events', href: `${metricsPath}?tab=events` }}
      metadata={
        owner === undefined
          ? []
          : [{ label: 'Owner', value: <EntityRefLink entityRef={owner} /> }]
      }
      actions={
        owner !== undefined &&
        !isEditing && <Button onPress={() => setMode(EDIT)}>Edit</Button>
      }
    >
      <LoadedView {...view} what="this event definition">
        {definition =>
          isEditing ? (
            <EditEventDefinition
              definition={definition}
              onClose={() => setMode('')}
              onSaved={() => {
                setMode('');
                view.reload();
              }}
            />
          ) : (
            <EventTabs key={definition.etag} definition={definition} />
          )
        }
      </LoadedView>
    </PageFrame>
  );
};
