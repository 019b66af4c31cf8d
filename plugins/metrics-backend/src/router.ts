import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { createApiRouter } from '@etude/api-node';
import type { Router } from 'express';
import { computationsRoutes } from './routes/computations-routes';
import { definitionsFileRoutes } from './routes/definitions-file-routes';
import { eventDefinitionsRoutes } from './routes/event-definitions-routes';
import { factTablesRoutes } from './routes/fact-tables-routes';
import { lakeRoutes } from './routes/lake-routes';
import { metricPagesRoutes } from './routes/metric-pages-routes';
import { metricsRoutes } from './routes/metrics-routes';
import { relationsRoutes } from './routes/relations-routes';
import { runsRoutes } from './routes/runs-routes';
import { warehousesRoutes } from './routes/warehouses-routes';
import type { Services } from './services/create-services';

/** The HTTP API of this plugin. */
export const createRouter = (
  services: Services,
  httpAuth: HttpAuthService,
): Router =>
  createApiRouter({
    httpAuth,
    info: {
      title: 'Etude metrics',
      version: '1',
      description:
        'Fact tables, metrics, relations between entities, event definitions, imports, warehouses, and computations over them.',
    },
    routes: [
      ...factTablesRoutes(services.factTables),
      ...metricsRoutes(services.metrics, services.baselines),
      ...metricPagesRoutes(services),
      ...computationsRoutes(services.computations),
      ...runsRoutes(services.runs),
      ...relationsRoutes(services.relations),
      ...eventDefinitionsRoutes(services),
      ...definitionsFileRoutes(services.definitionsFile),
      ...lakeRoutes(services.lake),
      ...warehousesRoutes(services.warehouseChecks),
    ],
  });
