import { createBackend } from '@backstage/backend-defaults';
import { guestSignIn } from './guest-sign-in';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-events-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(guestSignIn);
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@etude/plugin-permission-backend-module-ownership'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
backend.add(import('@etude/plugin-catalog-backend-module-folder'));

backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);
backend.add(import('@etude/plugin-scaffolder-backend-module-etude'));

backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(import('@etude/plugin-techdocs-backend-module-markdown'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-pg'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));
backend.add(import('@etude/plugin-search-backend-module-etude'));

backend.add(import('@backstage/plugin-user-settings-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.add(import('@etude/plugin-flags-backend'));
backend.add(import('@etude/plugin-metrics-backend'));
backend.add(import('@etude/plugin-experiments-backend'));

void backend.start();
