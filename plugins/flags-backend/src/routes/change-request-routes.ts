import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  changeRequestCommentSchema,
  changeRequestCreatePermission,
  changeRequestListSchema,
  changeRequestQuerySchema,
  changeRequestReviewPermission,
  changeRequestSchema,
  createChangeRequestSchema,
  flagReadPermission,
} from '@etude/plugin-flags-common';
import { z } from 'zod';
import { actorOf } from '../access/access';
import type { RouteDependencies } from './route-dependencies';

const params = z.object({ id: z.string() });

const SUMMARIES = {
  approve: 'Approves of a change; not of one’s own unless configured',
  reject: 'Rejects a change that has not been applied',
  apply: 'Makes an approved change, if the flag has not changed since',
  withdraw: 'Takes back one’s own request',
} as const;

const readRoutes = ({ services, access }: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/change-requests',
    operationId: 'listChangeRequests',
    summary: 'Change requests by flag and state, newest first',
    query: changeRequestQuerySchema,
    response: changeRequestListSchema,
    handle: async ({ query, caller }) => {
      await access.require(caller, flagReadPermission);
      return { items: await services.changeRequests.list(query) };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/change-requests/{id}',
    operationId: 'getChangeRequest',
    summary: 'One change request with the flag before and after',
    params,
    response: changeRequestSchema,
    handle: async ({ params: { id }, caller }) => {
      await access.require(caller, flagReadPermission);
      return services.changeRequests.get(id);
    },
  }),
];

const stepRoute = (
  { services, access, audited }: RouteDependencies,
  step: keyof typeof SUMMARIES,
): Route =>
  defineRoute({
    method: 'post',
    path: `/change-requests/{id}/${step}`,
    operationId: `${step}ChangeRequest`,
    summary: SUMMARIES[step],
    params,
    body: changeRequestCommentSchema,
    response: changeRequestSchema,
    handle: async ({ params: { id }, body, caller, request }) => {
      const { flagId } = await services.changeRequests.get(id);
      if (step === 'approve' || step === 'reject') {
        await access.require(caller, changeRequestReviewPermission);
      }
      // Whoever asked may take it back without owning the flag.
      if (step !== 'withdraw') {
        await access.requireFlagUpdate(
          caller,
          await services.flags.get(flagId),
        );
      }
      const meta = { changeRequest: id, flag: flagId };
      return audited({ eventId: `change-request-${step}`, request, meta }, () =>
        services.changeRequests[step](id, {
          by: actorOf(caller),
          comment: body.comment,
        }),
      );
    },
  });

/** Routes of changes that need approval. */
export const changeRequestRoutes = (deps: RouteDependencies): Route[] => {
  const { services, access, audited } = deps;
  return [
    ...readRoutes(deps),
    defineRoute({
      method: 'post',
      path: '/change-requests',
      operationId: 'createChangeRequest',
      summary: 'Asks for a change of a flag',
      body: createChangeRequestSchema,
      response: changeRequestSchema,
      status: 201,
      handle: async ({ body, caller, request }) => {
        await access.require(caller, changeRequestCreatePermission);
        const meta = { flag: body.flagId, kind: body.change.kind };
        return audited(
          { eventId: 'change-request-create', request, meta },
          () => services.changeRequests.create(body, actorOf(caller)),
        );
      },
    }),
    stepRoute(deps, 'approve'),
    stepRoute(deps, 'reject'),
    stepRoute(deps, 'apply'),
    stepRoute(deps, 'withdraw'),
  ];
};
