import {
  createFrontendModule,
  NotFoundErrorPage,
} from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { icons } from './icons';

const notFound = SwappableComponentBlueprint.make({
  name: 'core-not-found-error-page',
  params: define =>
    define({
      component: NotFoundErrorPage,
      loader: async () => {
        const { NotFound } = await import('./NotFound');
        return NotFound;
      },
    }),
});

/** What belongs to the whole portal: its icons and its page for lost ways. */
export const shellModule = createFrontendModule({
  pluginId: 'app',
  extensions: [icons, notFound],
});
