import { createHash } from 'node:crypto';
import { answerWithEtag, defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import { eventChecksSchema } from '@etude/events';
import {
  checkEventRequestSchema,
  checkEventResponseSchema,
  createEventDefinitionRequestSchema,
  eventDefinitionListSchema,
  eventDefinitionVersionListSchema,
  freshnessSchema,
  storedEventDefinitionSchema,
  tryEventRequestSchema,
  tryEventResponseSchema,
  updateEventDefinitionRequestSchema,
} from '@etude/plugin-metrics-common';
import type { EventArrivals } from '../services/event-arrivals';
import type { EventDefinitions } from '../services/event-definitions';
import { abortOnClose } from './abort-on-close';
import { idParamsSchema } from './id-params';

const definitionRoutes = (events: EventDefinitions): Route[] => [
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
];

const arrivalsRoutes = (arrivals: EventArrivals): Route[] => [
  defineRoute({
    method: 'get',
    path: '/event-definitions/{id}/freshness',
    operationId: 'getEventFreshness',
    summary: 'When the event last came, and how many came on the last days.',
    params: idParamsSchema,
    response: freshnessSchema,
    handle: ({ params, caller, response }) =>
      arrivals.freshness(params.id, { caller, signal: abortOnClose(response) }),
  }),
  defineRoute({
    method: 'post',
    path: '/event-definitions:try',
    operationId: 'tryEventDefinition',
    summary: 'What fields would have refused of the events of the last days.',
    body: tryEventRequestSchema,
    response: tryEventResponseSchema,
    handle: ({ body, caller, response }) =>
      arrivals.tryOut(body, { caller, signal: abortOnClose(response) }),
  }),
];

const checkRoutes = (events: EventDefinitions): Route[] => [
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
  defineRoute({
    method: 'get',
    path: '/event-checks',
    operationId: 'getEventChecks',
    summary: 'What edges check events against: ETag and If-None-Match.',
    response: eventChecksSchema,
    handle: async ({ caller, request, response }) => {
      const body = JSON.stringify(await events.checks(caller));
      const hash = createHash('sha256').update(body).digest('base64url');
      return answerWithEtag({ request, response }, { etag: `"${hash}"`, body });
    },
  }),
];

/** Routes of event definitions, and of what arrived of their events. */
export const eventDefinitionsRoutes = ({
  eventDefinitions,
  eventArrivals,
}: {
  readonly eventDefinitions: EventDefinitions;
  readonly eventArrivals: EventArrivals;
}): Route[] => [
  ...definitionRoutes(eventDefinitions),
  ...arrivalsRoutes(eventArrivals),
  ...checkRoutes(eventDefinitions),
];
