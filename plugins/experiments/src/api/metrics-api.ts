import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { MetricsClient } from '@etude/plugin-metrics-common';

/** The metrics API, to choose metrics and open the SQL of a result. */
export const metricsApiRef = createApiRef<MetricsClient>().with({
  id: 'plugin.experiments.metrics-client',
  pluginId: 'experiments',
});

export const metricsApi = ApiBlueprint.make({
  name: 'metrics-client',
  params: defineParams =>
    defineParams({
      api: metricsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: dependencies => new MetricsClient(dependencies),
    }),
});
