import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogProcessingExtensionPoint } from '@backstage/plugin-catalog-node';
import path from 'node:path';
import { FolderProvider } from './folder-provider';

/** Catalogues services that were scaffolded into a folder of this portal. */
export const catalogModuleFolder = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'folder',
  register(registration) {
    registration.registerInit({
      deps: {
        catalog: catalogProcessingExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
        scheduler: coreServices.scheduler,
      },
      async init({ catalog, config, logger, scheduler }) {
        const directory = config.getOptionalString(
          'etude.scaffolded.directory',
        );
        if (directory === undefined) return;
        const runner = scheduler.createScheduledTaskRunner({
          frequency: { seconds: 10 },
          timeout: { seconds: 30 },
          initialDelay: { seconds: 3 },
          scope: 'local',
        });
        catalog.addEntityProvider(
          new FolderProvider({
            directory: path.resolve(directory),
            runner,
            logger,
          }),
        );
      },
    });
  },
});
