import { readMaterializedUnits } from '@etude/openfeature-provider';
import type {
  MaterializationKey,
  MaterializationRemote,
  MaterializedUnits,
} from '@etude/openfeature-provider';
import { MAX_NAME_LENGTH } from './materialization-names';

/** How to reach the portal. */
export type PortalConnection = {
  readonly backendUrl: string;
  readonly token: string;
  readonly fetch: typeof fetch;
};

/** The portal answered, but not with success. */
class PortalRefusal extends Error {
  readonly status: number;

  constructor(path: string, status: number) {
    super(`The portal answered ${path} with status ${status}.`);
    this.name = 'PortalRefusal';
    this.status = status;
  }
}

/** Longer than a resolve waits: what comes late still fills the cache. */
const REQUEST_TIMEOUT_MS = 5_000;

/** Statuses that the same request will get again. */
const REFUSALS = [400, 413, 422];

const isStorable = ({ unit, materialization }: MaterializationKey): boolean =>
  unit.length <= MAX_NAME_LENGTH && materialization.length <= MAX_NAME_LENGTH;

/** The materializations of the portal, which all edges share. */
export const portalRemote = ({
  backendUrl,
  token,
  fetch,
}: PortalConnection): MaterializationRemote => {
  const post = async (
    path: string,
    body: unknown,
  ): Promise<MaterializedUnits> => {
    const response = await fetch(`${backendUrl}/api/flags/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new PortalRefusal(path, response.status);
    }
    return readMaterializedUnits(await response.json());
  };
  return {
    read: async keys => {
      // One key that the portal does not take would fail all others.
      const storable = keys.filter(isStorable);
      const unknown = keys.filter(key => !isStorable(key));
      if (storable.length === 0) return { units: [], unknown };
      const answer = await post('/materializations:read', { keys: storable });
      return { ...answer, unknown };
    },
    write: writes => post('/materializations:write', { writes }),
    isRefusal: error =>
      error instanceof PortalRefusal && REFUSALS.includes(error.status),
  };
};
