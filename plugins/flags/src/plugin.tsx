import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import { flagsApi } from './api/flags-api';
import { entityFlags } from './entity-content';
import { flagPage, flagsPage, newFlagPage } from './pages';
import { flagRouteRef, flagsRouteRef, newFlagRouteRef } from './routes';

/** Flags in the portal. */
export const flagsPlugin = createFrontendPlugin({
  pluginId: 'flags',
  routes: {
    root: flagsRouteRef,
    flag: flagRouteRef,
    new: newFlagRouteRef,
  },
  extensions: [flagsApi, flagsPage, newFlagPage, flagPage, entityFlags],
});
