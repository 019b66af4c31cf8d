import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import { useCallback, useSyncExternalStore } from 'react';

const NAVIGATED = 'etude:navigated';

const basePathOf = (baseUrl: string | undefined): string =>
  baseUrl ? new URL(baseUrl).pathname.replace(/\/$/, '') : '';

// The portal's router listens to `popstate`, as every history router does, so
// plugins can move without importing one: Backstage 1.57 replaces the router.
const announce = (): void => {
  window.dispatchEvent(new PopStateEvent('popstate', { state: null }));
  window.dispatchEvent(new Event(NAVIGATED));
};

const subscribe = (onChange: () => void): (() => void) => {
  window.addEventListener('popstate', onChange);
  window.addEventListener(NAVIGATED, onChange);
  return () => {
    window.removeEventListener('popstate', onChange);
    window.removeEventListener(NAVIGATED, onChange);
  };
};

/** Moves to a path of the portal, as if its link had been clicked. */
export const useNavigateTo = (): ((path: string) => void) => {
  const baseUrl = useApi(configApiRef).getOptionalString('app.baseUrl');
  return useCallback(
    path => {
      window.history.pushState(null, '', basePathOf(baseUrl) + path);
      announce();
    },
    [baseUrl],
  );
};

/**
 * A value kept in the address, so that what a person sees has a permalink.
 * The empty string removes it.
 */
export const useSearchParam = (
  name: string,
  fallback: string,
): readonly [string, (value: string) => void] => {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const value = new URLSearchParams(search).get(name) ?? fallback;
  const setValue = useCallback(
    (next: string) => {
      const params = new URLSearchParams(window.location.search);
      if (next === '' || next === fallback) params.delete(name);
      else params.set(name, next);
      const query = params.size > 0 ? `?${params}` : '';
      window.history.replaceState(
        window.history.state,
        '',
        `${window.location.pathname}${query}`,
      );
      announce();
    },
    [name, fallback],
  );
  return [value, setValue];
};
