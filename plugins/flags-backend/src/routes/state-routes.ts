import { defineRoute, handled } from '@etude/api-node';
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

/**
 * True when an `If-None-Match` header names `etag`, weakly compared as
 * RFC 9110 (13.1.2) asks, so that a proxy may have weakened it.
 */
export const isMatch = (header: string | undefined, etag: string): boolean =>
  (header ?? '')
    .split(',')
    .map(tag => tag.trim().replace(/^W\//, ''))
    .some(tag => tag === etag || tag === '*');

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
      response.setHeader('ETag', state.etag);
      if (state.signature !== null) {
        response.setHeader('x-etude-signature', state.signature);
      }
      response.setHeader('Cache-Control', 'private, no-cache');
      if (isMatch(request.header('if-none-match'), state.etag)) {
        response.status(304).end();
      } else {
        response.type('application/json').end(state.body);
      }
      return handled;
    },
  }),
];
