import { appThemeApiRef, useApi } from '@backstage/frontend-plugin-api';
import { UnifiedThemeProvider } from '@backstage/theme';
import { useCallback, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { darkTheme, lightTheme } from './etude-themes';

const PREFERS_DARK = '(prefers-color-scheme: dark)';

const onPreferenceChange = (notify: () => void): (() => void) => {
  const preference = window.matchMedia(PREFERS_DARK);
  preference.addEventListener('change', notify);
  return () => preference.removeEventListener('change', notify);
};

/** Whether it is night: by the person's choice, else as their system says. */
const useNight = (): boolean => {
  const appTheme = useApi(appThemeApiRef);
  const onChoice = useCallback(
    (notify: () => void) => {
      const subscription = appTheme.activeThemeId$().subscribe(notify);
      return () => subscription.unsubscribe();
    },
    [appTheme],
  );
  const chosen = useSyncExternalStore(onChoice, () =>
    appTheme.getActiveThemeId(),
  );
  const isPreferred = useSyncExternalStore(
    onPreferenceChange,
    () => window.matchMedia(PREFERS_DARK).matches,
  );
  return chosen === 'dark' || (chosen !== 'light' && isPreferred);
};

/**
 * Day and night in one provider. Backstage renders the provider of the theme
 * that is chosen; with one for each, choosing another would mount the portal
 * anew and lose what is typed into a form.
 */
export const EtudeThemeProvider = (props: {
  readonly children?: ReactNode;
}) => (
  <UnifiedThemeProvider
    theme={useNight() ? darkTheme : lightTheme}
    themeName="etude"
  >
    {props.children}
  </UnifiedThemeProvider>
);
