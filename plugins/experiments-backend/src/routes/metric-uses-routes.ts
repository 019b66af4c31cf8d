import { defineRoute } from '@etude/api-node';
import type { Route } from '@etude/api-node';
import {
  metricUseListSchema,
  metricUseQuerySchema,
} from '@etude/plugin-experiments-common';
import { readMetricUses } from '../read-models/metric-uses';
import type { RouteDependencies } from './route-dependencies';

/** The route that tells where a metric is used. */
export const metricUsesRoutes = ({
  db,
  access,
}: RouteDependencies): Route[] => [
  defineRoute({
    method: 'get',
    path: '/metric-uses',
    operationId: 'listMetricUses',
    summary: 'Experiments that measure a metric, with effects once they ended',
    query: metricUseQuerySchema,
    response: metricUseListSchema,
    handle: async ({ query, caller }) => {
      await access.requireRead(caller);
      return { uses: await readMetricUses(db, query.metricId) };
    },
  }),
];
