import {
  AppRootElementBlueprint,
  createFrontendModule,
  NotFoundErrorPage,
} from '@backstage/frontend-plugin-api';
import { SwappableComponentBlueprint } from '@backstage/plugin-app-react';
import { icons } from './icons';
import { PageTitle } from './PageTitle';

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

const pageTitle = AppRootElementBlueprint.make({
  name: 'page-title',
  params: { element: <PageTitle /> },
});

/**
 * What belongs to the whole portal: its icons, the names of its windows and
 * its page for lost ways.
 */
export const shellModule = createFrontendModule({
  pluginId: 'app',
  extensions: [icons, notFound, pageTitle],
});
