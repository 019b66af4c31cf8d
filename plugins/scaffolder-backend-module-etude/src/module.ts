import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import path from 'node:path';
import { createFlagAction } from './create-flag-action';
import { publishFolderAction } from './publish-folder-action';

/** Scaffolder actions of the golden path: publish to a folder, create a flag. */
export const scaffolderModuleEtude = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'etude',
  register(registration) {
    registration.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, config, discovery }) {
        const directory = config.getString('etude.scaffolded.directory');
        actions.addActions(
          publishFolderAction(path.resolve(directory)),
          createFlagAction({ auth, discovery }),
        );
      },
    });
  },
});
