import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { createApiRouter } from '@etude/api-node';
import type { Router } from 'express';
import { changeRequestRoutes } from './routes/change-request-routes';
import { rolloutPlanRoutes } from './routes/rollout-plan-routes';
import { scheduledChangeRoutes } from './routes/scheduled-change-routes';
import { usageRoutes } from './routes/usage-routes';
import { clientRoutes } from './routes/client-routes';
import { explainRoutes } from './routes/explain-routes';
import { flagEditRoutes } from './routes/flag-edit-routes';
import { flagRoutes } from './routes/flag-routes';
import { materializationRoutes } from './routes/materialization-routes';
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
        'Clients, flags, segments, rules, rollouts, changes that need approval or time, usage, sticky assignments, and the resolver state for edges.',
    },
    httpAuth,
    routes: [
      ...clientRoutes(dependencies),
      ...flagRoutes(dependencies),
      ...flagEditRoutes(dependencies),
      ...explainRoutes(dependencies),
      ...ruleRoutes(dependencies),
      ...segmentRoutes(dependencies),
      ...changeRequestRoutes(dependencies),
      ...rolloutPlanRoutes(dependencies),
      ...scheduledChangeRoutes(dependencies),
      ...usageRoutes(dependencies),
      ...materializationRoutes(dependencies),
      ...stateRoutes(dependencies),
    ],
  });
