import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { createApiRouter } from '@etude/api-node';
import type { Route } from '@etude/api-node';

/** A backend plugin that serves a route table and does nothing else. */
export const fakePlugin = (pluginId: string, routes: readonly Route[]) =>
  createBackendPlugin({
    pluginId,
    register(env) {
      env.registerInit({
        deps: {
          httpRouter: coreServices.httpRouter,
          httpAuth: coreServices.httpAuth,
        },
        init: ({ httpRouter, httpAuth }) => {
          const info = {
            title: pluginId,
            version: '1',
            description: 'A fake.',
          };
          httpRouter.use(createApiRouter({ info, routes, httpAuth }));
          return Promise.resolve();
        },
      });
    },
  });
