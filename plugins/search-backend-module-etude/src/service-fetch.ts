import type { AuthService } from '@backstage/backend-plugin-api';

/** A fetch that calls a backend plugin as the search index itself. */
export const createServiceFetch =
  (auth: AuthService, targetPluginId: string): typeof fetch =>
  async (input, init) => {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId,
    });
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(input, { ...init, headers });
  };
