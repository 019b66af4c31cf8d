import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { createApiRouter } from '@etude/api-node';
import type { Router } from 'express';
import { commandRoutes } from './routes/command-routes';
import { experimentsRoutes } from './routes/experiments-routes';
import { metricUsesRoutes } from './routes/metric-uses-routes';
import { resultsRoutes } from './routes/results-routes';
import type { RouteDependencies } from './routes/route-dependencies';

/** The experiments API: its route table under `/v1` and its document. */
export const createExperimentsRouter = (
  deps: RouteDependencies,
  httpAuth: HttpAuthService,
): Router =>
  createApiRouter({
    info: {
      title: 'Etude experiments',
      version: '1',
      description:
        'Experiments from the draft to the verdict: plan, launch, results, decision, and what the organisation learns.',
    },
    routes: [
      ...experimentsRoutes(deps),
      ...commandRoutes(deps),
      ...resultsRoutes(deps),
      ...metricUsesRoutes(deps),
    ],
    httpAuth,
  });
