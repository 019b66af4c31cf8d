import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  createFlagSchema,
  flagCreatePermission,
  flagHistorySchema,
  flagListSchema,
  flagQuerySchema,
  flagReadPermission,
  flagRecordSchema,
  updateFlagSchema,
} from '@etude/plugin-flags-common';
import type { FlagRecord } from '@etude/plugin-flags-common';
import { z } from 'zod';
import { actorOf } from '../access/access';
import type { RouteDependencies } from './route-dependencies';

const flagParams = z.object({ id: z.string() });

const readRoutes = ({ services, access }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/flags',
    operationId: 'listFlags',
    summary: 'Flags by owner, component, state or text',
    query: flagQuerySchema,
    response: flagListSchema,
    handle: async ({ query, caller }) => {
      await access.require(caller, flagReadPermission);
      return query.stale === 'true'
        ? services.usage.listStale(query)
        : services.flags.list(query);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/flags/{id}',
    operationId: 'getFlag',
    summary: 'One flag with variants and rules',
    params: flagParams,
    response: flagRecordSchema,
    handle: async ({ params: { id }, caller }) => {
      await access.require(caller, flagReadPermission);
      return services.flags.get(id);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/flags/{id}/history',
    operationId: 'getFlagHistory',
    summary: 'Every change of a flag, newest first',
    params: flagParams,
    response: flagHistorySchema,
    handle: async ({ params: { id }, caller }) => {
      await access.require(caller, flagReadPermission);
      await services.flags.get(id);
      return { items: await services.flags.history(id) };
    },
  }),
];

const stateRoute = (
  { services, access, audited }: RouteDependencies,
  verb: 'archive' | 'unarchive',
): Route => {
  const state: FlagRecord['state'] = verb === 'archive' ? 'archived' : 'active';
  return defineRoute({
    method: 'post',
    path: `/flags/{id}/${verb}`,
    operationId: `${verb}Flag`,
    summary:
      verb === 'archive'
        ? 'Makes a flag resolve nowhere'
        : 'Makes an archived flag resolve again',
    params: flagParams,
    response: flagRecordSchema,
    handle: async ({ params: { id }, caller, request }) => {
      await access.requireFlagUpdate(caller, await services.flags.get(id));
      return audited(
        { eventId: `flag-${verb}`, request, meta: { flag: id } },
        () => services.flags.setState(id, state, actorOf(caller)),
      );
    },
  });
};

/** Routes of flags. */
export const flagRoutes = (deps: RouteDependencies): Route[] => {
  const { services, access, audited } = deps;
  return [
    ...readRoutes(deps),
    defineRoute({
      method: 'post',
      path: '/flags',
      operationId: 'createFlag',
      summary: 'A new flag with schema and variants in one call',
      body: createFlagSchema,
      response: flagRecordSchema,
      status: 201,
      handle: async ({ body, caller, request }) => {
        await access.require(caller, flagCreatePermission);
        await access.requireMembership(caller, body.owner);
        const meta = { flag: body.id, owner: body.owner };
        return audited({ eventId: 'flag-create', request, meta }, () =>
          services.flags.create(body, actorOf(caller)),
        );
      },
    }),
    defineRoute({
      method: 'put',
      path: '/flags/{id}',
      operationId: 'updateFlag',
      summary: 'Replaces what people may edit; needs the etag it was read with',
      params: flagParams,
      body: updateFlagSchema,
      response: flagRecordSchema,
      handle: async ({ params: { id }, body, caller, request }) => {
        await access.requireFlagUpdate(caller, await services.flags.get(id));
        return audited(
          { eventId: 'flag-update', request, meta: { flag: id } },
          () => services.flags.update(id, body, actorOf(caller)),
        );
      },
    }),
    stateRoute(deps, 'archive'),
    stateRoute(deps, 'unarchive'),
  ];
};
