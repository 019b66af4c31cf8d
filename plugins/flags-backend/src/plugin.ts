import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { createAccess } from './access/access';
import { createAudited } from './access/audited';
import { registerResources } from './access/register-resources';
import { registerActions } from './actions';
import { readFlagsConfig } from './flags-config';
import { createRouter } from './router';
import { createDueWork } from './services/due-work';
import { createServices } from './services/services';
import { openDatabase } from './stores/migrate';
import { createStores } from './stores/stores';

/** Clients, flags, segments and the resolver state, at `/api/flags/v1`. */
export const flagsPlugin = createBackendPlugin({
  pluginId: 'flags',
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
        const database = await openDatabase(deps.database);
        const clock = { now: () => new Date() };
        const services = createServices({
          database,
          clock,
          ...readFlagsConfig(deps.config),
        });
        const stores = createStores(database);
        registerResources(deps.permissionsRegistry, stores);
        const access = createAccess(deps);
        deps.lifecycle.addShutdownHook(() => services.stateEvents.close());
        registerActions({ registry: deps.actionsRegistry, services, access });
        const audited = createAudited(deps.auditor);
        const dueWork = createDueWork({ stores, clock, audited, services });
        await deps.scheduler.scheduleTask({
          id: 'flags-due-work',
          // On every replica: what is due is claimed where it is done.
          scope: 'local',
          frequency: { seconds: 5 },
          timeout: { minutes: 5 },
          fn: () => dueWork.run(),
        });
        deps.httpRouter.addAuthPolicy({
          path: '/openapi.json',
          allow: 'unauthenticated',
        });
        deps.httpRouter.use(
          createRouter(deps.httpAuth, { services, access, audited }),
        );
      },
    });
  },
});
