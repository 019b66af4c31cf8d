import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { ThemeBlueprint } from '@backstage/plugin-app-react';
import Brightness2 from '@material-ui/icons/Brightness2';
import WbSunny from '@material-ui/icons/WbSunny';
import { EtudeThemeProvider } from './EtudeThemeProvider';
import './tokens.css';

const light = ThemeBlueprint.make({
  name: 'light',
  params: {
    theme: {
      id: 'light',
      title: 'Etude by day',
      variant: 'light',
      icon: <WbSunny />,
      Provider: EtudeThemeProvider,
    },
  },
});

const dark = ThemeBlueprint.make({
  name: 'dark',
  params: {
    theme: {
      id: 'dark',
      title: 'Etude by night',
      variant: 'dark',
      icon: <Brightness2 />,
      Provider: EtudeThemeProvider,
    },
  },
});

/** Etude's day and night in place of the themes that Backstage brings. */
export const themeModule = createFrontendModule({
  pluginId: 'app',
  extensions: [light, dark],
});
