import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import { refuseGuestInProduction } from './refuse-guest-in-production';

/**
 * Adds sign-in as a guest where the configuration asks for it, and refuses to
 * start a production portal that does.
 */
export const guestSignIn = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    refuseGuestInProduction(config, process.env['NODE_ENV']);
    if (config.has('auth.providers.guest')) {
      yield import('@backstage/plugin-auth-backend-module-guest-provider');
    }
  },
});
