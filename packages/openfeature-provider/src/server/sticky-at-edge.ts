import { EdgeRequestError, requestEdge } from '../delivery/transport';
import type { EdgeConnection } from '../delivery/transport';
import type { MaterializationStore } from '../sticky/materialization-store';
import { readMaterializedUnits } from '../sticky/materialized-units';
import type { MaterializedUnits } from '../sticky/materialized-units';
import { pendingInMemory } from '../sticky/pending-writes';
import { RemoteMaterializations } from '../sticky/remote-materializations';
import type { ServerSettings } from './server-provider-options';

/** The sticky assignments that an edge keeps. */
export type StickyAtEdge = {
  readonly store: MaterializationStore;
  /** Delivers what is pending once more, and ends. */
  readonly close: () => Promise<void>;
};

const MAX_PENDING = 100_000;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Reads and writes sticky assignments at an edge. */
export const stickyAtEdge = (
  connection: EdgeConnection,
  { stickyMs, onProblem }: ServerSettings,
): StickyAtEdge => {
  const onLoss = (writes: number) =>
    onProblem(`${writes} sticky assignments were lost: the edge is away.`);
  const pending = pendingInMemory(MAX_PENDING, onLoss);
  const post = async (
    path: string,
    body: unknown,
  ): Promise<MaterializedUnits> => {
    const response = await requestEdge(connection, path, {
      method: 'POST',
      body,
    });
    return readMaterializedUnits(await response.json());
  };
  const store = new RemoteMaterializations({
    remote: {
      read: keys => post('/v1/materializations:read', { keys }),
      write: writes => post('/v1/materializations:write', { writes }),
      isRefusal: error =>
        error instanceof EdgeRequestError && !error.isRetryable,
    },
    pending,
    waitMs: stickyMs,
    nowMs: () => Date.now(),
    onReachable: isReachable => {
      if (isReachable) return;
      onProblem(
        `The sticky assignments at ${connection.url} cannot be reached. Flags that need them give the code default to units that are not known here.`,
      );
    },
    onRefused: (what, error) => {
      onProblem(`The edge refused ${what}: ${messageOf(error)}`);
    },
  });
  return {
    store,
    close: async () => {
      await store.flush();
      await store.close();
      if (pending.size() > 0) onLoss(pending.size());
    },
  };
};
