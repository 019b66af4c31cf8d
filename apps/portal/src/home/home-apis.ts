import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { ExperimentsClient } from '@etude/plugin-experiments-common';
import { FlagsClient } from '@etude/plugin-flags-common';

/** The experiments API as the signed-in person, for the home page. */
export const experimentsApiRef = createApiRef<ExperimentsClient>().with({
  id: 'plugin.home.experiments-client',
  pluginId: 'home',
});

/** The flags API as the signed-in person, for the home page. */
export const flagsApiRef = createApiRef<FlagsClient>().with({
  id: 'plugin.home.flags-client',
  pluginId: 'home',
});

export const experimentsApi = ApiBlueprint.make({
  name: 'experiments-client',
  params: defineParams =>
    defineParams({
      api: experimentsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: dependencies => new ExperimentsClient(dependencies),
    }),
});

export const flagsApi = ApiBlueprint.make({
  name: 'flags-client',
  params: defineParams =>
    defineParams({
      api: flagsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: dependencies => new FlagsClient(dependencies),
    }),
});
