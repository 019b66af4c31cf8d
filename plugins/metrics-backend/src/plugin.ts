import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { registerActions } from './actions';
import { openLake } from './open-lake';
import { readMetricsConfig } from './metrics-config';
import { registerPermissions } from './register-permissions';
import { createRouter } from './router';
import { Authorization } from './services/authorization';
import { createServices, createStores } from './services/create-services';
import { QueryRunner } from './services/query-runner';
import { applyMigrations } from './stores/apply-migrations';

const MAX_WAITING_QUERIES = 50;

/**
 * The metrics backend: fact tables, metrics, imports and computations, over a
 * lake of Parquet files.
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
        deps.lifecycle.addShutdownHook(() => lake.driver.close());
        const runner = new QueryRunner({
          driver: lake.driver,
          maxConcurrent: config.maxConcurrentQueries,
          maxWaiting: MAX_WAITING_QUERIES,
          timeoutMs: config.queryTimeoutMs,
        });
        const services = createServices({
          stores,
          runner,
          writeImport: lake.writeImport,
          authorization: new Authorization(deps),
          auditor: deps.auditor,
          clock: { now: () => new Date() },
        });

        const longestRunMs =
          config.queryTimeoutMs *
          (1 + MAX_WAITING_QUERIES / config.maxConcurrentQueries);
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
