import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import type { StoredEventDefinition } from '@etude/plugin-metrics-common';
import { useSessionDraft } from '@etude/ui';
import { metricsApiRef } from '../../api/metrics-api';
import { useGuardedSave } from '../../hooks/use-guarded-save';
import { draftOfEventDefinition } from '../../model/event-definition-draft';
import type { EventDefinitionInput } from '../../model/event-definition-draft';
import { eventDefinitionDifferences } from '../../model/event-definition-facts';
import { ConflictNotice } from '../ConflictNotice';
import { EventDefinitionForm } from '../EventDefinitionForm';

export type EditEventDefinitionProps = {
  readonly definition: StoredEventDefinition;
  /** Called when it was given up. */
  readonly onClose: () => void;
  readonly onSaved: () => void;
};

/** The form of a stored definition; a change by someone else is shown. */
export const EditEventDefinition = (props: EditEventDefinitionProps) => {
  const { definition, onClose, onSaved } = props;
  const api = useApi(metricsApiRef);
  const { draft, setDraft, forget } = useSessionDraft(
    `etude.edit-event-definition.1.${definition.id}.${definition.etag}`,
    draftOfEventDefinition(definition),
  );
  const reason = draft.reason.trim();
  const { conflict, ...edit } = useGuardedSave({
    openedEtag: definition.etag,
    save: ({ id, ...changed }: EventDefinitionInput, etag) =>
      api.eventDefinitions.update(id, {
        ...changed,
        etag,
        ...(reason === '' ? {} : { reason }),
      }),
    load: () => api.eventDefinitions.get(definition.id),
    onSaved: () => {
      forget();
      onSaved();
    },
    onTaken: stored => setDraft(draftOfEventDefinition(stored)),
  });
  return (
    <>
      {conflict && (
        <ConflictNotice
          what="event definition"
          stored={conflict.stored}
          differences={eventDefinitionDifferences(
            conflict.stored,
            conflict.mine,
          )}
          isPending={edit.isPending}
          onKeepMine={edit.keepMine}
          onTakeStored={edit.takeStored}
        />
      )}
      <EventDefinitionForm
        draft={draft}
        onChange={setDraft}
        submitLabel="Save changes"
        isPending={edit.isPending}
        refusal={edit.error}
        onSubmit={edit.save}
        isStored
        actions={
          <Button
            variant="secondary"
            onPress={() => {
              forget();
              onClose();
            }}
          >
            Cancel
          </Button>
        }
      />
    </>
  );
};
