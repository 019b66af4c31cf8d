import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import type { SchedulerService } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { registerActions } from './actions';
import { createWarehouses } from './create-warehouses';
import { openLake } from './open-lake';
import { readMetricsConfig } from './metrics-config';
import { registerPermissions } from './register-permissions';
import { createRouter } from './router';
import { Authorization } from './services/authorization';
import { RESULT_KEPT_MS } from './services/awaited-runs';
import { createServices, createStores } from './services/create-services';
import type { Services, Stores } from './services/create-services';
import { applyMigrations } from './stores/apply-migrations';

/** Ends runs whose backend is gone, now and then, and old results. */
const keepRunsTrue = async (
  scheduler: SchedulerService,
  {
    services,
    stores,
  }: { readonly services: Services; readonly stores: Stores },
): Promise<void> => {
  await services.recorder.interruptAbandoned();
  await scheduler.scheduleTask({
    id: 'end-abandoned-runs',
    frequency: { seconds: 10 },
    timeout: { minutes: 1 },
    scope: 'local',
    fn: async () => {
      await services.recorder.interruptAbandoned();
      const before = new Date(Date.now() - RESULT_KEPT_MS);
      await stores.runResults.dropBefore(before.toISOString());
    },
  });
};

const MS_PER_DAY = 86_400_000;

/** Removes runs past their days, on one replica. */
const removeOldRuns = (
  scheduler: SchedulerService,
  { runs }: Stores,
  retentionDays: number,
): Promise<void> =>
  scheduler.scheduleTask({
    id: 'remove-old-runs',
    frequency: { hours: 6 },
    timeout: { minutes: 10 },
    scope: 'global',
    fn: async () => {
      const before = new Date(Date.now() - retentionDays * MS_PER_DAY);
      await runs.dropBefore(before.toISOString());
    },
  });

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
        logger: coreServices.logger,
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
        const services = createServices({
          stores,
          warehouses,
          writeImport: lake.writeImport,
          authorization: new Authorization(deps),
          auditor: deps.auditor,
          logger: deps.logger,
          budgets: config.budgets,
          clock: { now: () => new Date() },
        });
        deps.lifecycle.addShutdownHook(async () => {
          services.live.interruptAll();
          await warehouses.close();
        });
        await keepRunsTrue(deps.scheduler, { services, stores });
        await removeOldRuns(deps.scheduler, stores, config.runRetentionDays);
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
