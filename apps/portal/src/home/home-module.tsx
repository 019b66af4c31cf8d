import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { HomePageLayoutBlueprint } from '@backstage/plugin-home-react/alpha';
import { experimentsApi, flagsApi } from './home-apis';

const homeLayout = HomePageLayoutBlueprint.make({
  params: {
    loader: async () => {
      const { HomePage } = await import('./HomePage');
      return HomePage;
    },
  },
});

/** Etude's home page, with room for the widgets that plugins bring. */
export const homeModule = createFrontendModule({
  pluginId: 'home',
  extensions: [homeLayout, experimentsApi, flagsApi],
});
