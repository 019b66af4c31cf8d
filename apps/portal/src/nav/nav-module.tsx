import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { navContent } from './nav-content';

export const navModule = createFrontendModule({
  pluginId: 'app',
  extensions: [navContent],
});
