import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { createAccess } from './access/access';
import { createAudited } from './access/audited';
import { registerResources } from './access/register-resources';
import { registerActions } from './actions';
import { createRouter } from './router';
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
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const database = await openDatabase(deps.database);
        const services = createServices({
          database,
          account: deps.config.getOptionalString('etude.account') ?? 'etude',
          clock: { now: () => new Date() },
        });
        registerResources(deps.permissionsRegistry, createStores(database));
        const access = createAccess(deps);
        registerActions({ registry: deps.actionsRegistry, services, access });
        const audited = createAudited(deps.auditor);
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
