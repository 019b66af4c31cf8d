import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { experimentsApi } from './api/experiments-api';
import { metricsApi } from './api/metrics-api';
import {
  factTablePage,
  metricPage,
  metricsPage,
  newFactTablePage,
  newMetricPage,
} from './pages';
import {
  experimentRouteRef,
  experimentsRouteRef,
  factTableRouteRef,
  metricRouteRef,
  metricsRouteRef,
  newFactTableRouteRef,
  newMetricRouteRef,
} from './routes';

/** Metrics in the portal. */
export const metricsPlugin = createFrontendPlugin({
  pluginId: 'metrics',
  routes: {
    root: metricsRouteRef,
    metric: metricRouteRef,
    new: newMetricRouteRef,
    newFactTable: newFactTableRouteRef,
    factTable: factTableRouteRef,
  },
  externalRoutes: {
    experiments: experimentsRouteRef,
    experiment: experimentRouteRef,
  },
  extensions: [
    metricsApi,
    experimentsApi,
    metricsPage,
    newMetricPage,
    metricPage,
    newFactTablePage,
    factTablePage,
  ],
});
