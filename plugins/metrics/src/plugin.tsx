import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { createSearchExtensions } from '@etude/ui';
import { RiRulerLine } from '@remixicon/react';
import { experimentsApi } from './api/experiments-api';
import { metricsApi } from './api/metrics-api';
import {
  eventDefinitionPage,
  factTablePage,
  metricPage,
  metricsPage,
  newEventDefinitionPage,
  newFactTablePage,
  newMetricPage,
} from './pages';
import {
  eventDefinitionRouteRef,
  experimentRouteRef,
  experimentsRouteRef,
  factTableRouteRef,
  metricRouteRef,
  metricsRouteRef,
  newEventDefinitionRouteRef,
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
    newEventDefinition: newEventDefinitionRouteRef,
    eventDefinition: eventDefinitionRouteRef,
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
    newEventDefinitionPage,
    eventDefinitionPage,
    ...createSearchExtensions({
      value: 'metric',
      name: 'Metrics',
      icon: <RiRulerLine />,
    }),
  ],
});
