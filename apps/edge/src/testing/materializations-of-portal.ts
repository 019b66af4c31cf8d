import { RemoteMaterializations } from '@etude/openfeature-provider';
import type { PendingWrites } from '@etude/openfeature-provider';
import { openMaterializationsFile } from '../materializations/materializations-file';
import { pendingOnDisk } from '../materializations/pending-on-disk';
import { portalRemote } from '../materializations/portal-remote';
import type { FakePortal } from './fake-portal';

/** What an edge shares with others through a portal, and its clock. */
export type PortalMaterializations = {
  readonly store: RemoteMaterializations;
  readonly pending: PendingWrites;
  /** Told when the portal is lost and when it is back. */
  readonly reachable: boolean[];
  readonly refused: string[];
  /** Milliseconds that have passed for the cache and the breaker. */
  passedMs: number;
};

/**
 * The store of an edge on `portal`; `:memory:` has no disk. It waits long, as
 * the machine may be busy, unless told otherwise.
 */
export const materializationsOfPortal = (
  portal: FakePortal,
  { path = ':memory:', waitMs = 10_000 } = {},
): PortalMaterializations => {
  const pending = pendingOnDisk(openMaterializationsFile(path));
  const edge: PortalMaterializations = {
    pending,
    reachable: [],
    refused: [],
    passedMs: 0,
    store: new RemoteMaterializations({
      remote: portalRemote({
        backendUrl: 'http://portal.test',
        token: 'edge-token',
        fetch: portal.fetch,
      }),
      pending,
      waitMs,
      nowMs: () => edge.passedMs,
      onReachable: isReachable => edge.reachable.push(isReachable),
      onRefused: what => edge.refused.push(what),
    }),
  };
  return edge;
};
