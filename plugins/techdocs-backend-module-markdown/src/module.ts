import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { ScmIntegrations } from '@backstage/integration';
import {
  DirectoryPreparer,
  techdocsGeneratorExtensionPoint,
  techdocsPreparerExtensionPoint,
} from '@backstage/plugin-techdocs-node';
import { buildMissingDocs } from './build-missing-docs';
import { LocalDocsPreparer } from './local-docs-preparer';
import { MarkdownGenerator } from './markdown-generator';

/**
 * Puts {@link MarkdownGenerator} behind TechDocs' generator extension point,
 * and builds ahead what nobody has opened yet.
 */
export const techdocsModuleMarkdown = createBackendModule({
  pluginId: 'techdocs',
  moduleId: 'markdown',
  register(registration) {
    registration.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
        preparers: techdocsPreparerExtensionPoint,
        reader: coreServices.urlReader,
        scheduler: coreServices.scheduler,
        techdocs: techdocsGeneratorExtensionPoint,
      },
      async init({
        auth,
        config,
        discovery,
        logger,
        preparers,
        reader,
        scheduler,
        techdocs,
      }) {
        preparers.registerPreparer(
          'dir',
          new LocalDocsPreparer(
            DirectoryPreparer.fromConfig(config, { logger, reader }),
          ),
        );
        techdocs.setTechdocsGenerator(
          new MarkdownGenerator({
            config,
            logger,
            scmIntegrations: ScmIntegrations.fromConfig(config),
          }),
        );
        await scheduler.scheduleTask({
          id: 'build-missing-docs',
          frequency: { minutes: 2 },
          initialDelay: { seconds: 15 },
          timeout: { minutes: 10 },
          fn: signal => buildMissingDocs({ auth, discovery, logger, signal }),
        });
      },
    });
  },
});
