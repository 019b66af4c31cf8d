import {
  createExternalRouteRef,
  createRouteRef,
} from '@backstage/frontend-plugin-api';

/** The list of experiments. */
export const experimentsRouteRef = createRouteRef();

/** One experiment, by id. */
export const experimentRouteRef = createRouteRef({ params: ['id'] });

/** The form for a new experiment. */
export const newExperimentRouteRef = createRouteRef();

/** What the organisation learned. */
export const learningRouteRef = createRouteRef();

/** A flag, in the plugin that owns flags. */
export const flagRouteRef = createExternalRouteRef({
  params: ['id'],
  defaultTarget: 'flags.flag',
});

/** A metric, in the plugin that owns metrics. */
export const metricRouteRef = createExternalRouteRef({
  params: ['id'],
  defaultTarget: 'metrics.metric',
});
