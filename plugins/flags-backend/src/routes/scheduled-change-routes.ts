import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  flagReadPermission,
  scheduleChangeSchema,
  scheduledChangeListSchema,
  scheduledChangeSchema,
} from '@etude/plugin-flags-common';
import { z } from 'zod';
import { flagWrite } from './flag-write';
import type { RouteDependencies } from './route-dependencies';

const flagParams = z.object({ id: z.string() });
const changeParams = z.object({ id: z.string(), changeId: z.string() });

/** Routes of changes that are made at a time. */
export const scheduledChangeRoutes = (deps: RouteDependencies): Route[] => {
  const { scheduledChanges, flags } = deps.services;
  return [
    defineRoute({
      method: 'get',
      path: '/flags/{id}/scheduled-changes',
      operationId: 'listScheduledChanges',
      summary:
        'The scheduled changes of a flag, by time, with what became of them',
      params: flagParams,
      response: scheduledChangeListSchema,
      handle: async ({ params: { id }, caller }) => {
        await deps.access.require(caller, flagReadPermission);
        await flags.get(id);
        return { items: await scheduledChanges.list(id) };
      },
    }),
    defineRoute({
      method: 'post',
      path: '/flags/{id}/scheduled-changes',
      operationId: 'scheduleChange',
      summary: 'A change to be made at a time, in the name of the caller',
      params: flagParams,
      body: scheduleChangeSchema,
      response: scheduledChangeSchema,
      status: 201,
      handle: ({ params: { id }, body, ...context }) =>
        flagWrite(deps, context, {
          edit: {
            eventId: 'scheduled-change-create',
            flagId: id,
            meta: { at: body.at, kind: body.change.kind },
          },
          run: by => scheduledChanges.schedule(id, body, by),
        }),
    }),
    defineRoute({
      method: 'delete',
      path: '/flags/{id}/scheduled-changes/{changeId}',
      operationId: 'cancelScheduledChange',
      summary: 'Cancels a change that has not been made',
      params: changeParams,
      response: scheduledChangeSchema,
      handle: ({ params: { id, changeId }, ...context }) =>
        flagWrite(deps, context, {
          edit: {
            eventId: 'scheduled-change-cancel',
            flagId: id,
            meta: { change: changeId },
          },
          run: () => scheduledChanges.cancel(id, changeId),
        }),
    }),
  ];
};
