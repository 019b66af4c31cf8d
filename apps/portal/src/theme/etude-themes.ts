import { createUnifiedTheme, defaultTypography } from '@backstage/theme';
import type { PageTheme, UnifiedTheme } from '@backstage/theme';
import { components } from './material-components';
import { darkPalette, lightPalette } from './palettes';

const FONT =
  'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const typography = {
  ...defaultTypography,
  fontFamily: FONT,
  h1: { ...defaultTypography.h1, fontSize: 32, fontWeight: 600 },
  h2: { ...defaultTypography.h2, fontSize: 24, fontWeight: 600 },
  h3: { ...defaultTypography.h3, fontSize: 24, fontWeight: 600 },
  h4: { ...defaultTypography.h4, fontSize: 20, fontWeight: 600 },
  h5: { ...defaultTypography.h5, fontSize: 16, fontWeight: 600 },
  h6: { ...defaultTypography.h6, fontSize: 14, fontWeight: 600 },
};

/** Every page has the same plain header: no picture behind its title. */
const plainPage = (background: string, ink: string): PageTheme => ({
  colors: [background, background],
  shape: 'none',
  backgroundImage: 'none',
  fontColor: ink,
});

/** Material UI by day. */
export const lightTheme: UnifiedTheme = createUnifiedTheme({
  palette: lightPalette,
  typography,
  fontFamily: FONT,
  components,
  defaultPageTheme: 'home',
  pageTheme: { home: plainPage('#f6f7f9', '#16203a') },
});

/** Material UI by night. */
export const darkTheme: UnifiedTheme = createUnifiedTheme({
  palette: darkPalette,
  typography,
  fontFamily: FONT,
  components,
  defaultPageTheme: 'home',
  pageTheme: { home: plainPage('#0f1626', '#e8ecf4') },
});
