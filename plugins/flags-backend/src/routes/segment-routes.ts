import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import { segmentSchema } from '@etude/flags';
import {
  createSegmentSchema,
  segmentCreatePermission,
  segmentListSchema,
  segmentReadPermission,
} from '@etude/plugin-flags-common';
import type { RouteDependencies } from './route-dependencies';

/** Routes of segments. */
export const segmentRoutes = (deps: RouteDependencies): Route[] => {
  const { services, access, audited } = deps;
  return [
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
      method: 'post',
      path: '/segments',
      operationId: 'createSegment',
      summary: 'A new segment, allocated at once, for rules of people',
      body: createSegmentSchema,
      response: segmentSchema,
      status: 201,
      handle: async ({ body, caller, request }) => {
        await access.require(caller, segmentCreatePermission);
        return audited(
          { eventId: 'segment-create', request, meta: { segment: body.id } },
          () => services.segments.create(body),
        );
      },
    }),
  ];
};
