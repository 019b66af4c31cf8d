import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { createApiRouter } from '@etude/api-node';
import type { Router } from 'express';
import { clientRoutes } from './routes/client-routes';
import { flagRoutes } from './routes/flag-routes';
import type { RouteDependencies } from './routes/route-dependencies';
import { ruleRoutes } from './routes/rule-routes';
import { segmentRoutes } from './routes/segment-routes';
import { stateRoutes } from './routes/state-routes';

/** The HTTP API of the flags plugin. */
export const createRouter = (
  httpAuth: HttpAuthService,
  dependencies: RouteDependencies,
): Router =>
  createApiRouter({
    info: {
      title: 'Etude flags',
      version: '1',
      description:
        'Clients, flags, segments, the rules of experiments and rollouts, and the resolver state for edges.',
    },
    httpAuth,
    routes: [
      ...clientRoutes(dependencies),
      ...flagRoutes(dependencies),
      ...ruleRoutes(dependencies),
      ...segmentRoutes(dependencies),
      ...stateRoutes(dependencies),
    ],
  });
