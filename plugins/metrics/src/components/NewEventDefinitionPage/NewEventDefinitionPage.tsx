import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import {
  PageFrame,
  useCommand,
  useNavigateTo,
  useSessionDraft,
} from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import {
  emptyEventDefinitionDraft,
  newEventField,
} from '../../model/event-definition-draft';
import type {
  EventDefinitionDraft,
  EventDefinitionInput,
} from '../../model/event-definition-draft';
import { eventDefinitionRouteRef, metricsRouteRef } from '../../routes';
import { EventDefinitionForm } from '../EventDefinitionForm';

/** The form for a new event definition. */
export const NewEventDefinitionPage = () => {
  const api = useApi(metricsApiRef);
  const navigateTo = useNavigateTo();
  const definitionPath = useRouteRef(eventDefinitionRouteRef);
  const events = `${useRouteRef(metricsRouteRef)?.() ?? ''}?tab=events`;
  const { draft, setDraft, forget } = useSessionDraft<EventDefinitionDraft>(
    'etude.new-event-definition.1',
    { ...emptyEventDefinitionDraft, fields: [newEventField()] },
  );
  const create = useCommand(async (definition: EventDefinitionInput) => {
    const { id } = await api.eventDefinitions.create(definition);
    forget();
    if (definitionPath) navigateTo(definitionPath({ id }));
  });
  return (
    <PageFrame
      title="New event definition"
      parent={{ label: 'Events', href: events }}
    >
      <EventDefinitionForm
        draft={draft}
        onChange={setDraft}
        submitLabel="Create event definition"
        isPending={create.isPending}
        refusal={create.error}
        onSubmit={definition => void create.run(definition)}
        isStored={false}
        actions={
          <ButtonLink href={events} variant="secondary">
            Cancel
          </ButtonLink>
        }
      />
    </PageFrame>
  );
};
