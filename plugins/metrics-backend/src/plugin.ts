import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { registerActions } from './actions';
import { MAX_WAITING_QUERIES, createWarehouses } from './create-warehouses';
import { openLake } from './open-lake';
import { readMetricsConfig } from './metrics-config';
import { registerPermissions } from './register-permissions';
import { createRouter } from './router';
import { Authorization } from './services/authorization';
import { createServices, createStores } from './services/create-services';
import { applyMigrations } from './stores/apply-migrations';

/**
 * The metrics backend: fact tables, metrics, imports and computations, over a
 * lake of Parquet files and the warehouses that the company has.
 */
export const metricsPlugin = createBackendPlugin({
  pluginId: 'metrics',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const config = readMetricsConfig(deps.config);
        const knex = await deps.database.getClient();
        if (!deps.database.migrations?.skip) await applyMigrations(knex);
        const stores = createStores(knex);
        registerPermissions(deps.permissionsRegistry, stores);

        const lake = openLake(config);
        const warehouses = createWarehouses(config, lake.driver);
        deps.lifecycle.addShutdownHook(() => warehouses.close());
        const services = createServices({
          stores,
          warehouses,
          writeImport: lake.writeImport,
          authorization: new Authorization(deps),
          auditor: deps.auditor,
          clock: { now: () => new Date() },
        });

        const longestRunMs = Math.max(
          ...warehouses.list().map(({ info: { limits } }) => {
            const queues = MAX_WAITING_QUERIES / limits.maxConcurrentQueries;
            return limits.timeoutSeconds * 1000 * (1 + queues);
          }),
        );
        await deps.scheduler.scheduleTask({
          id: 'fail-abandoned-runs',
          frequency: { minutes: 5 },
          timeout: { minutes: 1 },
          fn: async () => {
            await services.recorder.failAbandoned(longestRunMs);
          },
        });
        registerActions(deps.actionsRegistry, { services, auth: deps.auth });
        deps.httpRouter.addAuthPolicy({
          path: '/openapi.json',
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(createRouter(services, deps.httpAuth));
      },
    });
  },
});
