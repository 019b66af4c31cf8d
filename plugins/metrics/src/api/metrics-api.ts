import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { MetricsClient } from '@etude/plugin-metrics-common';

/** The metrics API as the signed-in person. */
export const metricsApiRef = createApiRef<MetricsClient>().with({
  id: 'plugin.metrics.client',
  pluginId: 'metrics',
});

export const metricsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: metricsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: dependencies => new MetricsClient(dependencies),
    }),
});
