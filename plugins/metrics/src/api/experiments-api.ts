import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { ExperimentsClient } from '@etude/plugin-experiments-common';

/** Which experiments use a metric, as the signed-in person may see them. */
export const experimentsApiRef = createApiRef<ExperimentsClient>().with({
  id: 'plugin.metrics.experiments-client',
  pluginId: 'metrics',
});

export const experimentsApi = ApiBlueprint.make({
  name: 'experiments',
  params: defineParams =>
    defineParams({
      api: experimentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: dependencies => new ExperimentsClient(dependencies),
    }),
});
