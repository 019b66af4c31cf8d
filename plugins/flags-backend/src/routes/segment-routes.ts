import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  availableSpaceRequestSchema,
  availableSpaceSchema,
  createSegmentSchema,
  overlapsQuerySchema,
  segmentCreatePermission,
  segmentDetailSchema,
  segmentHistorySchema,
  segmentListSchema,
  segmentOverlapsSchema,
  segmentReadPermission,
  segmentRecordSchema,
  updateSegmentSchema,
} from '@etude/plugin-flags-common';
import { z } from 'zod';
import { actorOf } from '../access/access';
import type { RouteDependencies } from './route-dependencies';

const segmentParams = z.object({ id: z.string() });

const readRoutes = ({ services, access }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/segments',
    operationId: 'listSegments',
    summary: 'All segments with the population they hold',
    response: segmentListSchema,
    handle: async ({ caller }) => {
      await access.require(caller, segmentReadPermission);
      return { items: await services.segments.list() };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/segments/{id}',
    operationId: 'getSegment',
    summary: 'One segment, where it is used and how much room it has',
    params: segmentParams,
    response: segmentDetailSchema,
    handle: async ({ params: { id }, caller }) => {
      await access.require(caller, segmentReadPermission);
      return services.segments.detail(id);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/segments/{id}/history',
    operationId: 'getSegmentHistory',
    summary: 'Every change of a segment, newest first',
    params: segmentParams,
    response: segmentHistorySchema,
    handle: async ({ params: { id }, caller }) => {
      await access.require(caller, segmentReadPermission);
      await services.segments.get(id);
      return { items: await services.segments.history(id) };
    },
  }),
];

const spaceRoutes = ({ services, access }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'post',
    path: '/segments:availableSpace',
    operationId: 'getAvailableSpace',
    summary: 'The share of the population that is free for an allocation',
    body: availableSpaceRequestSchema,
    response: availableSpaceSchema,
    handle: async ({ body, caller }) => {
      await access.require(caller, segmentReadPermission);
      return { available: await services.segments.availableSpace(body) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/segments:overlaps',
    operationId: 'getSegmentOverlaps',
    summary: 'Which live segments of some flags, or of a surface, share units',
    query: overlapsQuerySchema,
    response: segmentOverlapsSchema,
    handle: async ({ query, caller }) => {
      await access.require(caller, segmentReadPermission);
      return services.segments.overlaps(query);
    },
  }),
];

const stateRoute = (
  { services, access, audited }: RouteDependencies,
  verb: 'archive' | 'unarchive',
): Route =>
  defineRoute({
    method: 'post',
    path: `/segments/{id}/${verb}`,
    operationId: `${verb}Segment`,
    summary:
      verb === 'archive'
        ? 'Frees the population of a segment that nothing uses'
        : 'Takes an archived segment back with the population it had',
    params: segmentParams,
    response: segmentRecordSchema,
    handle: async ({ params: { id }, caller, request }) => {
      await access.requireSegmentUpdate(
        caller,
        await services.segments.get(id),
      );
      return audited(
        { eventId: `segment-${verb}`, request, meta: { segment: id } },
        () =>
          services.segments.setState(
            id,
            verb === 'archive' ? 'archived' : 'allocated',
            actorOf(caller),
          ),
      );
    },
  });

/** Routes of segments. */
export const segmentRoutes = (deps: RouteDependencies): Route[] => {
  const { services, access, audited } = deps;
  return [
    ...readRoutes(deps),
    ...spaceRoutes(deps),
    defineRoute({
      method: 'post',
      path: '/segments',
      operationId: 'createSegment',
      summary: 'A new segment, allocated at once, for rules of people',
      body: createSegmentSchema,
      response: segmentRecordSchema,
      status: 201,
      handle: async ({ body, caller, request }) => {
        await access.require(caller, segmentCreatePermission);
        if (body.owner !== null) {
          await access.requireMembership(caller, body.owner);
        }
        return audited(
          { eventId: 'segment-create', request, meta: { segment: body.id } },
          () => services.segments.create(body, actorOf(caller)),
        );
      },
    }),
    defineRoute({
      method: 'put',
      path: '/segments/{id}',
      operationId: 'updateSegment',
      summary: 'Replaces what people may edit; never with fewer units',
      params: segmentParams,
      body: updateSegmentSchema,
      response: segmentRecordSchema,
      handle: async ({ params: { id }, body, caller, request }) => {
        await access.requireSegmentUpdate(
          caller,
          await services.segments.get(id),
        );
        return audited(
          { eventId: 'segment-update', request, meta: { segment: id } },
          () => services.segments.update(id, body, actorOf(caller)),
        );
      },
    }),
    stateRoute(deps, 'archive'),
    stateRoute(deps, 'unarchive'),
  ];
};
