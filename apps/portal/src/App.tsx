import { createApp } from '@backstage/frontend-defaults';
import { homeModule } from './home/home-module';
import { navModule } from './nav/nav-module';
import { shellModule } from './shell/shell-module';
import { signInModule } from './sign-in/sign-in-module';
import { themeModule } from './theme/theme-module';

/**
 * The portal. Installed plugins are discovered from this package's
 * dependencies (`app.packages: all`); only what is composed by hand is named.
 */
export const app = createApp({
  features: [themeModule, shellModule, navModule, homeModule, signInModule],
});
