import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { FlagsClient } from '@etude/plugin-flags-common';

/** The flags API, to choose the flag of an experiment. */
export const flagsApiRef = createApiRef<FlagsClient>().with({
  id: 'plugin.experiments.flags-client',
  pluginId: 'experiments',
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
