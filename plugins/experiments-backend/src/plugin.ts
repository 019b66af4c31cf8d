import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import type {
  AuthService,
  DatabaseService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { notificationService } from '@backstage/plugin-notifications-node';
import type { Caller } from '@etude/api-node';
import { experimentsPermissions } from '@etude/plugin-experiments-common';
import { FlagsClient } from '@etude/plugin-flags-common';
import { MetricsClient } from '@etude/plugin-metrics-common';
import type { Knex } from 'knex';
import { registerActions } from './actions';
import { readExperimentsConfig } from './experiments-config';
import {
  experimentResourceRef,
  isOwnerRule,
} from './permissions/experiment-rules';
import { createExperimentsRouter } from './router';
import { createAudited } from './services/audited';
import { createServices } from './services/create-services';
import { createExperimentAccess } from './services/experiment-access';
import { createServiceFetch } from './services/service-fetch';
import { createExperimentStore } from './stores/experiment-store';

const migratedDatabase = async (database: DatabaseService): Promise<Knex> => {
  const db = await database.getClient();
  if (!database.migrations?.skip) {
    await db.migrate.latest({
      directory: resolvePackagePath(
        '@etude/plugin-experiments-backend',
        'migrations',
      ),
    });
  }
  return db;
};

const createClients = (auth: AuthService, discoveryApi: DiscoveryService) => {
  const asPortal = (targetPluginId: string) => ({
    discoveryApi,
    fetchApi: { fetch: createServiceFetch({ auth, targetPluginId }) },
  });
  return {
    metrics: new MetricsClient(asPortal('metrics')),
    flags: new FlagsClient(asPortal('flags')),
    flagsFor: (caller: Caller) =>
      new FlagsClient({
        discoveryApi,
        fetchApi: {
          fetch: createServiceFetch({
            auth,
            targetPluginId: 'flags',
            onBehalfOf: caller,
          }),
        },
      }),
  };
};

/** Experiments from the draft to the verdict, and what they teach. */
export const experimentsPlugin = createBackendPlugin({
  pluginId: 'experiments',
  register(env) {
    env.registerInit({
      deps: {
        actions: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { auth, config, permissionsRegistry, scheduler } = deps;
        const { refreshSeconds } = readExperimentsConfig(config);
        const db = await migratedDatabase(deps.database);
        const clock = { now: () => new Date() };
        const clients = createClients(auth, deps.discovery);
        const services = createServices({ ...deps, ...clients, db, clock });
        const access = createExperimentAccess(deps);
        const { flagsFor } = clients;
        const audited = createAudited(deps.auditor);

        permissionsRegistry.addResourceType({
          resourceRef: experimentResourceRef,
          permissions: experimentsPermissions,
          rules: [isOwnerRule],
          getResources: async ids => {
            const found = await createExperimentStore(db).findMany(ids);
            return ids.map(id => found.find(one => one.id === id));
          },
        });
        deps.httpRouter.addAuthPolicy({
          path: '/openapi.json',
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(
          createExperimentsRouter(
            { db, clock, access, audited, services, flagsFor },
            deps.httpAuth,
          ),
        );
        registerActions({ ...deps, db, clock, access, services });
        await scheduler.scheduleTask({
          id: 'refresh-experiments',
          frequency: { seconds: refreshSeconds },
          initialDelay: { seconds: 10 },
          timeout: { minutes: 15 },
          scope: 'global',
          fn: services.refreshDue,
        });
      },
    });
  },
});
