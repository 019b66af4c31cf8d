import { join } from 'node:path';
import { RemoteMaterializations } from '@etude/openfeature-provider';
import type { MaterializationStore } from '@etude/openfeature-provider';
import type { Clock } from '@etude/kernel';
import { messageOf } from '../process-log';
import type { ProcessLog } from '../process-log';
import { meteredMaterializations, noCounts } from './metered-materializations';
import type { MaterializationMetrics } from './metered-materializations';
import { localMaterializations } from './local-materializations';
import { fileSize, openMaterializationsFile } from './materializations-file';
import { pendingOnDisk } from './pending-on-disk';
import { portalRemote } from './portal-remote';
import type { PortalConnection } from './portal-remote';

/** Where an edge keeps sticky assignments. */
export type MaterializationsConfig = {
  /** `portal`: shared by all edges; `local`: in the edge's own directory. */
  readonly kept: 'local' | 'portal';
  /** How long a resolve waits for the portal. */
  readonly waitMs: number;
};

/** The sticky assignments of a running edge. */
export type EdgeMaterializations = {
  readonly store: MaterializationStore;
  readonly metrics: () => MaterializationMetrics;
  readonly close: () => Promise<void>;
};

/** What opening them needs. */
export type OpenMaterializationsOptions = {
  readonly config: MaterializationsConfig;
  readonly edgeDir: string;
  readonly portal: PortalConnection;
  readonly clock: Clock;
  readonly report: ProcessLog;
};

const WITHOUT_REMOTE = { refusals: 0, isReachable: true, pendingWrites: 0 };

/**
 * Opens the store that the configuration names.
 *
 * @throws ETUDE_MATERIALIZATIONS_UNAVAILABLE
 */
export const openMaterializations = ({
  config,
  edgeDir,
  portal,
  clock,
  report,
}: OpenMaterializationsOptions): EdgeMaterializations => {
  const counts = noCounts();
  const file = openMaterializationsFile(
    join(edgeDir, 'materializations.sqlite'),
  );
  const fileBytes = fileSize(file);
  if (config.kept === 'local') {
    const store = localMaterializations(file);
    return {
      store: meteredMaterializations(store, counts),
      metrics: () => ({
        ...counts,
        ...WITHOUT_REMOTE,
        fileBytes: fileBytes(),
      }),
      close: async () => file.close(),
    };
  }
  const pending = pendingOnDisk(file);
  const store = new RemoteMaterializations({
    remote: portalRemote(portal),
    pending,
    waitMs: config.waitMs,
    nowMs: () => clock.now().getTime(),
    onReachable: isReachable =>
      report(isReachable ? 'materializations-back' : 'materializations-lost', {
        pending: pending.size(),
      }),
    onRefused: (what, error) =>
      report('materializations-refused', { what, message: messageOf(error) }),
  });
  return {
    store: meteredMaterializations(store, counts),
    metrics: () => {
      const { failures, ...remote } = store.counters();
      return {
        ...counts,
        ...remote,
        failures: counts.failures + failures,
        fileBytes: fileBytes(),
      };
    },
    close: async () => {
      await store.close();
      file.close();
    },
  };
};
