import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import { freshnessSchema } from './freshness-api';
import type { Freshness } from './freshness-api';
import {
  checkEventResponseSchema,
  eventDefinitionListSchema,
  eventDefinitionVersionListSchema,
  storedEventDefinitionSchema,
  tryEventResponseSchema,
} from './event-definition-api';
import type {
  CheckEventResponse,
  CreateEventDefinitionRequest,
  EventDefinitionVersion,
  StoredEventDefinition,
  TryEventRequest,
  TryEventResponse,
  UpdateEventDefinitionRequest,
} from './event-definition-api';

/** The part of the metrics API that is about event definitions. */
export class EventDefinitionsClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Event definitions by name. */
  async list(): Promise<StoredEventDefinition[]> {
    const { eventDefinitions } = await this.#api.request({
      path: '/event-definitions',
      schema: eventDefinitionListSchema,
    });
    return eventDefinitions;
  }

  get(id: string): Promise<StoredEventDefinition> {
    return this.#api.request({
      path: pathOf`/event-definitions/${id}`,
      schema: storedEventDefinitionSchema,
    });
  }

  /** All versions, the current one first. */
  async versions(id: string): Promise<EventDefinitionVersion[]> {
    const { versions } = await this.#api.request({
      path: pathOf`/event-definitions/${id}/versions`,
      schema: eventDefinitionVersionListSchema,
    });
    return versions;
  }

  /** When the event last came, and how many came on each of the last days. */
  freshness(id: string): Promise<Freshness> {
    return this.#api.request({
      path: pathOf`/event-definitions/${id}/freshness`,
      schema: freshnessSchema,
    });
  }

  create(body: CreateEventDefinitionRequest): Promise<StoredEventDefinition> {
    return this.#api.request({
      method: 'POST',
      path: '/event-definitions',
      body,
      schema: storedEventDefinitionSchema,
    });
  }

  /** The changed definition; a change that breaks needs a reason. */
  update(
    id: string,
    body: UpdateEventDefinitionRequest,
  ): Promise<StoredEventDefinition> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/event-definitions/${id}`,
      body,
      schema: storedEventDefinitionSchema,
    });
  }

  /** How many of the latest events fields would have refused. */
  tryOut(body: TryEventRequest): Promise<TryEventResponse> {
    return this.#api.request({
      method: 'POST',
      path: '/event-definitions:try',
      body,
      schema: tryEventResponseSchema,
    });
  }

  /** What is wrong with a payload. */
  check(id: string, payload: unknown): Promise<CheckEventResponse> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/event-definitions/${id}/check`,
      body: { payload },
      schema: checkEventResponseSchema,
    });
  }
}
