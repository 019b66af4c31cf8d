import type {
  AuthService,
  BackstageCredentials,
} from '@backstage/backend-plugin-api';
import { EtudeError } from '@etude/kernel';

export type ServiceFetchOptions = {
  readonly auth: AuthService;
  readonly targetPluginId: string;
  /** Who the call is made for; the portal itself when left out. */
  readonly onBehalfOf?: BackstageCredentials;
};

/**
 * A fetch that calls another backend plugin with a token for it.
 *
 * Rejects with ETUDE_PLUGIN_UNREACHABLE when no answer comes at all.
 */
export const createServiceFetch =
  ({ auth, targetPluginId, onBehalfOf }: ServiceFetchOptions): typeof fetch =>
  async (input, init) => {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: onBehalfOf ?? (await auth.getOwnServiceCredentials()),
      targetPluginId,
    });
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    try {
      return await fetch(input, { ...init, headers });
    } catch (error) {
      if (init?.signal?.aborted) throw error;
      throw new EtudeError(
        `The ${targetPluginId} part of the portal does not answer. It may be starting or overloaded; try again in a moment.`,
        { code: 'ETUDE_PLUGIN_UNREACHABLE', kind: 'operational', cause: error },
      );
    }
  };
