import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { ExperimentsClient } from '@etude/plugin-experiments-common';

/** The experiments API as the signed-in person. */
export const experimentsApiRef = createApiRef<ExperimentsClient>().with({
  id: 'plugin.experiments.client',
  pluginId: 'experiments',
});

export const experimentsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: experimentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: dependencies => new ExperimentsClient(dependencies),
    }),
});
