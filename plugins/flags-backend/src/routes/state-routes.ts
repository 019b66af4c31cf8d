import { answerWithEtag, defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import { flagReadPermission } from '@etude/plugin-flags-common';
import { z } from 'zod';
import type { RouteDependencies } from './route-dependencies';
import { stateEventsRoute } from './state-events-route';

const stateSchema = z.looseObject({
  account: z.string(),
  version: z.string(),
  clients: z.array(z.unknown()),
  flags: z.array(z.unknown()),
  segments: z.array(z.unknown()),
});

/** The routes edges poll and listen to. */
export const stateRoutes = ({
  services,
  access,
}: Pick<RouteDependencies, 'services' | 'access'>): Route[] => [
  stateEventsRoute({ services, access }),
  defineRoute({
    method: 'get',
    path: '/state',
    operationId: 'getState',
    summary: 'The resolver state, for edges: ETag and If-None-Match',
    response: stateSchema,
    handle: async ({ caller, request, response }) => {
      access.requireService(caller);
      await access.require(caller, flagReadPermission);
      const state = await services.state.current();
      if (state.signature !== null) {
        response.setHeader('x-etude-signature', state.signature);
      }
      return answerWithEtag({ request, response }, state);
    },
  }),
];
