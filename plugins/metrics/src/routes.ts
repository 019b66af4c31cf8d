import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

/** The list of metrics. */
export const metricsRouteRef = createRouteRef();

/** One metric, by id. */
export const metricRouteRef = createRouteRef({ params: ['id'] });

/** The form for a new metric. */
export const newMetricRouteRef = createRouteRef();

/** The form for a new fact table. */
export const newFactTableRouteRef = createRouteRef();

/** One fact table, by id. */
export const factTableRouteRef = createRouteRef({ params: ['id'] });

/** The form for a new event definition. */
export const newEventDefinitionRouteRef = createRouteRef();

/** One event definition, by id. */
export const eventDefinitionRouteRef = createRouteRef({ params: ['id'] });

/** The list of experiments, in the plugin that owns them. */
export const experimentsRouteRef = createExternalRouteRef({
  defaultTarget: 'experiments.root',
});

/** One experiment, in the plugin that owns them. */
export const experimentRouteRef = createExternalRouteRef({
  params: ['id'],
  defaultTarget: 'experiments.experiment',
});
