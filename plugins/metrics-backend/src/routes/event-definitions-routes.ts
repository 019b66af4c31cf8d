import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  checkEventRequestSchema,
  checkEventResponseSchema,
  createEventDefinitionRequestSchema,
  eventDefinitionListSchema,
  eventDefinitionVersionListSchema,
  storedEventDefinitionSchema,
  updateEventDefinitionRequestSchema,
} from '@etude/plugin-metrics-common';
import type { EventDefinitions } from '../services/event-definitions';
import { idParamsSchema } from './id-params';

/** Routes of event definitions. */
export const eventDefinitionsRoutes = (events: EventDefinitions): Route[] => [
  defineRoute({
    method: 'get',
    path: '/event-definitions',
    operationId: 'listEventDefinitions',
    summary: 'Event definitions by name.',
    response: eventDefinitionListSchema,
    handle: async ({ caller }) => ({
      eventDefinitions: await events.list(caller),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/event-definitions',
    operationId: 'createEventDefinition',
    summary: 'Says what an event means and which fields it carries.',
    body: createEventDefinitionRequestSchema,
    response: storedEventDefinitionSchema,
    status: 201,
    handle: call => events.create(call),
  }),
  defineRoute({
    method: 'get',
    path: '/event-definitions/{id}',
    operationId: 'getEventDefinition',
    summary: 'One event definition.',
    params: idParamsSchema,
    response: storedEventDefinitionSchema,
    handle: ({ params, caller }) => events.get(params.id, caller),
  }),
  defineRoute({
    method: 'put',
    path: '/event-definitions/{id}',
    operationId: 'updateEventDefinition',
    summary:
      'Changes an event definition. A change that breaks with senders or readers needs a reason.',
    params: idParamsSchema,
    body: updateEventDefinitionRequestSchema,
    response: storedEventDefinitionSchema,
    handle: ({ params, ...call }) => events.update(params.id, call),
  }),
  defineRoute({
    method: 'get',
    path: '/event-definitions/{id}/versions',
    operationId: 'listEventDefinitionVersions',
    summary: 'The versions of an event definition, the current one first.',
    params: idParamsSchema,
    response: eventDefinitionVersionListSchema,
    handle: async ({ params, caller }) => ({
      versions: await events.versions(params.id, caller),
    }),
  }),
  defineRoute({
    method: 'post',
    path: '/event-definitions/{id}/check',
    operationId: 'checkEvent',
    summary: 'What is wrong with a payload of the event.',
    params: idParamsSchema,
    body: checkEventRequestSchema,
    response: checkEventResponseSchema,
    handle: ({ params, body, caller }) =>
      events.check(params.id, body.payload, caller),
  }),
];
