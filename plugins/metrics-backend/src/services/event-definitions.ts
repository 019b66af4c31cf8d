import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Caller } from '@etude/api-node';
import { compileEventCheck } from '@etude/events';
import type { EventChecksDocument } from '@etude/events';
import type { Clock } from '@etude/kernel';
import { compareEventDefinitions, eventDefinitionSchema } from '@etude/metrics';
import type { EventFieldChange } from '@etude/metrics';
import {
  eventDefinitionCreatePermission,
  eventDefinitionReadPermission,
  eventDefinitionUpdatePermission,
} from '@etude/plugin-metrics-common';
import type {
  CheckEventResponse,
  CreateEventDefinitionRequest,
  EventDefinitionVersion,
  StoredEventDefinition,
  UpdateEventDefinitionRequest,
} from '@etude/plugin-metrics-common';
import type { Request } from 'express';
import { etagConflict, idTaken, notFound, refusal } from '../metrics-errors';
import { eventDefinitionResourceRef } from '../permission-rules';
import type { EventDefinitionStore } from '../stores/event-definition-store';
import { audited } from './audited';
import { principalName } from './authorization';
import type { Authorization } from './authorization';
import { chosenId, createdRecord, updatedRecord } from './definition-changes';

export type EventDefinitionsOptions = {
  readonly store: EventDefinitionStore;
  readonly authorization: Authorization;
  readonly auditor: AuditorService;
  readonly clock: Clock;
};

type CallOf<T> = {
  readonly body: T;
  readonly caller: Caller;
  readonly request: Request;
};

const breakingRefusal = (id: string, changes: readonly EventFieldChange[]) =>
  refusal(
    'ETUDE_METRICS_EVENT_DEFINITION_BREAKING',
    `The change breaks with those who send or read the event '${id}'. Avoid that, or say why with a reason`,
    changes.map(({ path, message }) => ({
      code: 'ETUDE_EVENT_FIELD_BREAKING',
      path,
      message,
    })),
  );

/**
 * Use cases of event definitions. A change of the fields makes a version; one
 * that breaks with the version before needs a reason.
 */
export class EventDefinitions {
  readonly #options: EventDefinitionsOptions;

  constructor(options: EventDefinitionsOptions) {
    this.#options = options;
  }

  async list(caller: Caller): Promise<StoredEventDefinition[]> {
    const { store, authorization } = this.#options;
    await authorization.require(eventDefinitionReadPermission, caller);
    return store.list();
  }

  async get(id: string, caller: Caller): Promise<StoredEventDefinition> {
    const { store, authorization } = this.#options;
    await authorization.require(eventDefinitionReadPermission, caller);
    const definition = await store.find(id);
    if (!definition) throw notFound('event definition', id);
    return definition;
  }

  /** All versions, the current one first. */
  async versions(
    id: string,
    caller: Caller,
  ): Promise<EventDefinitionVersion[]> {
    await this.get(id, caller);
    return this.#options.store.versions(id);
  }

  /** What the definition has to say about a payload. */
  async check(
    id: string,
    payload: unknown,
    caller: Caller,
  ): Promise<CheckEventResponse> {
    const definition = await this.get(id, caller);
    const problems = compileEventCheck(definition.fields)(payload);
    return { version: definition.version, problems: [...problems] };
  }

  /** What edges hold published events against, by event. */
  async checks(caller: Caller): Promise<EventChecksDocument> {
    const definitions = await this.list(caller);
    return {
      checks: definitions
        .map(({ id, version, fields }) => ({
          event: id,
          version,
          fields: fields.map(({ path, type, isRequired }) => ({
            path,
            type,
            isRequired,
          })),
        }))
        .sort((a, b) => (a.event < b.event ? -1 : 1)),
    };
  }

  async create(
    call: CallOf<CreateEventDefinitionRequest>,
  ): Promise<StoredEventDefinition> {
    const { store, authorization, auditor, clock } = this.#options;
    const { body, caller, request } = call;
    await authorization.require(eventDefinitionCreatePermission, caller);
    await authorization.requireOwnership(body.owner, caller);
    const definition = eventDefinitionSchema.parse({
      ...body,
      id: chosenId(body),
      version: 1,
    });
    const meta = { eventDefinitionId: definition.id };
    return audited(
      auditor,
      { eventId: 'event-definition-create', request, meta },
      async () => {
        const record = createdRecord({ by: principalName(caller), clock });
        const stored = { ...definition, ...record };
        if (!(await store.insert(stored))) {
          throw idTaken('event definition', definition.id);
        }
        return stored;
      },
    );
  }

  async update(
    id: string,
    call: CallOf<UpdateEventDefinitionRequest>,
  ): Promise<StoredEventDefinition> {
    const { store, authorization, auditor, clock } = this.#options;
    const { body, caller, request } = call;
    const previous = await this.#findForUpdate(id, caller);
    if (body.owner !== previous.owner) {
      await authorization.requireOwnership(body.owner, caller);
    }
    // Before anything is said about a change to what is no longer there.
    if (body.etag !== previous.etag) throw etagConflict('event definition', id);
    const changes = compareEventDefinitions(previous, body);
    const breaking = changes.filter(({ isBreaking }) => isBreaking);
    if (breaking.length > 0 && body.reason === undefined) {
      throw breakingRefusal(id, breaking);
    }
    const isNewVersion =
      JSON.stringify(body.fields) !== JSON.stringify(previous.fields);
    const version = previous.version + Number(isNewVersion);
    const definition = eventDefinitionSchema.parse({ ...body, id, version });
    const { reason = null, etag } = body;
    const meta = { eventDefinitionId: id, version, reason };
    return audited(
      auditor,
      { eventId: 'event-definition-update', request, meta },
      async () => {
        const by = principalName(caller);
        const record = updatedRecord(previous, { by, clock });
        const stored = { ...definition, ...record };
        const change = { expected: etag, isNewVersion, reason };
        if (!(await store.update(stored, change))) {
          throw etagConflict('event definition', id);
        }
        return stored;
      },
    );
  }

  async #findForUpdate(
    id: string,
    caller: Caller,
  ): Promise<StoredEventDefinition> {
    const resource = await this.#options.store.find(id);
    if (!resource) throw notFound('event definition', id);
    await this.#options.authorization.requireFor(
      {
        permission: eventDefinitionUpdatePermission,
        resourceRef: eventDefinitionResourceRef,
        resource,
      },
      caller,
    );
    return resource;
  }
}
