import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  searchEngineRegistryExtensionPoint,
  searchIndexRegistryExtensionPoint,
} from '@backstage/plugin-search-backend-node/alpha';
import {
  ExperimentsClient,
  experimentReadPermission,
} from '@etude/plugin-experiments-common';
import { FlagsClient, flagReadPermission } from '@etude/plugin-flags-common';
import {
  MetricsClient,
  metricReadPermission,
} from '@etude/plugin-metrics-common';
import { createDocumentCollator } from './document-collator';
import {
  experimentDocuments,
  flagDocuments,
  metricDocuments,
} from './documents';
import { PatientLunrSearchEngine } from './patient-lunr-search-engine';
import { createServiceFetch } from './service-fetch';

// Short, so that what was created a moment ago is found.
const SCHEDULE = {
  frequency: { minutes: 1 },
  timeout: { minutes: 5 },
  initialDelay: { seconds: 5 },
};

/** Makes experiments, flags and metrics findable by the portal's search. */
export const searchModuleEtude = createBackendModule({
  pluginId: 'search',
  moduleId: 'etude',
  register(registration) {
    registration.registerInit({
      deps: {
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        scheduler: coreServices.scheduler,
        engine: searchEngineRegistryExtensionPoint,
        index: searchIndexRegistryExtensionPoint,
        logger: coreServices.logger,
      },
      init({ auth, config, discovery, scheduler, engine, index, logger }) {
        if (config.getOptionalString('backend.database.client') !== 'pg') {
          engine.setSearchEngine(new PatientLunrSearchEngine({ logger }));
        }
        const dependenciesOf = (pluginId: string) => ({
          discoveryApi: discovery,
          fetchApi: { fetch: createServiceFetch(auth, pluginId) },
        });
        const experiments = new ExperimentsClient(
          dependenciesOf('experiments'),
        );
        const flags = new FlagsClient(dependenciesOf('flags'));
        const metrics = new MetricsClient(dependenciesOf('metrics'));
        const collators = [
          createDocumentCollator({
            type: 'experiment',
            visibilityPermission: experimentReadPermission,
            documents: () => experimentDocuments(experiments),
          }),
          createDocumentCollator({
            type: 'flag',
            visibilityPermission: flagReadPermission,
            documents: () => flagDocuments(flags),
          }),
          createDocumentCollator({
            type: 'metric',
            visibilityPermission: metricReadPermission,
            documents: () => metricDocuments(metrics),
          }),
        ];
        for (const factory of collators) {
          index.addCollator({
            factory,
            schedule: scheduler.createScheduledTaskRunner(SCHEDULE),
          });
        }
        return Promise.resolve();
      },
    });
  },
});
