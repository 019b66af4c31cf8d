import {
  ApiBlueprint,
  createApiRef,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { FlagsClient } from '@etude/plugin-flags-common';

/** The flags API as the signed-in person. */
export const flagsApiRef = createApiRef<FlagsClient>().with({
  id: 'plugin.flags.client',
  pluginId: 'flags',
});

export const flagsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: flagsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: dependencies => new FlagsClient(dependencies),
    }),
});
