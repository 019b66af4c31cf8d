import { defineRoute, handled } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import { flagReadPermission } from '@etude/plugin-flags-common';
import type { Response } from 'express';
import { z } from 'zod';
import type { StateEvents } from '../services/state-events';
import type { ServedState } from '../services/state-service';
import type { RouteDependencies } from './route-dependencies';

/** Proxies close connections that are silent for longer. */
const HEARTBEAT_MS = 15_000;

const eventOf = ({ version, etag }: ServedState): string =>
  `event: state\ndata: ${JSON.stringify({ version, etag })}\n\n`;

const openStream = (response: Response): void => {
  response.status(200);
  response.setHeader('Content-Type', 'text/event-stream');
  // `no-transform` keeps the compression of the HTTP server from holding
  // events back; the last header does the same with nginx.
  response.setHeader('Cache-Control', 'no-cache, no-transform');
  response.setHeader('X-Accel-Buffering', 'no');
  response.flushHeaders();
};

const streamStates = async (
  events: StateEvents,
  response: Response,
): Promise<void> => {
  const closed = Promise.withResolvers<undefined>();
  response.once('close', () => closed.resolve(undefined));
  const stop = await events.listen({
    changed: state => response.write(eventOf(state)),
    ended: error =>
      error === undefined ? closed.resolve(undefined) : closed.reject(error),
  });
  const heartbeat = setInterval(
    () => response.write(': still here\n\n'),
    HEARTBEAT_MS,
  );
  try {
    await closed.promise;
  } finally {
    clearInterval(heartbeat);
    stop();
    response.end();
  }
};

/** The stream that tells edges of new states; text/event-stream. */
export const stateEventsRoute = ({
  services,
  access,
}: Pick<RouteDependencies, 'services' | 'access'>): Route =>
  defineRoute({
    method: 'get',
    path: '/state/events',
    operationId: 'streamStateEvents',
    summary:
      'Server-sent events for edges: version and ETag of every new state',
    response: z.object({ version: z.number(), etag: z.string() }),
    handle: async ({ caller, response }) => {
      access.requireService(caller);
      await access.require(caller, flagReadPermission);
      openStream(response);
      await streamStates(services.stateEvents, response);
      return handled;
    },
  });
