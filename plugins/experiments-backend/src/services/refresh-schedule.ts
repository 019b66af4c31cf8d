import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Clock } from '@etude/kernel';
import type { Knex } from 'knex';
import { createExperimentStore } from '../stores/experiment-store';
import type { RefreshService } from './refresh-service';
import type { ServingChanges } from './serving-change';

const RETRY_ENDED_AFTER_MS = 15 * 60_000;
const CHANGE_TAKES_AT_MOST_MS = 2 * 60_000;
const AT_ONCE = 2;

export type ScheduleDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly refreshes: RefreshService;
  readonly servingChanges: ServingChanges;
  readonly logger: LoggerService;
};

/**
 * One round of the schedule: refreshes what is due, few at once because they
 * share a warehouse, and undoes launches and ends cut short by a crash.
 */
export const createRefreshSchedule = (deps: ScheduleDependencies) => {
  const experiments = createExperimentStore(deps.db);

  const before = (ms: number): string =>
    new Date(deps.clock.now().getTime() - ms).toISOString();

  const refreshOne = async (id: string, signal: AbortSignal) => {
    try {
      await deps.refreshes.refresh(id, { signal });
    } catch (error) {
      // The experiment keeps the problem for people to see; the log is for
      // those who run the portal. One failure must not stop the others.
      deps.logger[deps.refreshes.isBusy(error) ? 'debug' : 'warn'](
        `The refresh of experiment '${id}' failed.`,
        error instanceof Error ? error : { error: String(error) },
      );
    }
  };

  const refreshAll = async (signal: AbortSignal): Promise<void> => {
    const due = await experiments.findDueForRefresh({
      now: before(0),
      endedBefore: before(RETRY_ENDED_AFTER_MS),
    });
    const worker = async () => {
      for (let id = due.shift(); id && !signal.aborted; id = due.shift()) {
        await refreshOne(id, signal);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  };

  return async (signal: AbortSignal): Promise<void> => {
    await refreshAll(signal);
    await deps.servingChanges.undoUnfinished(before(CHANGE_TAKES_AT_MOST_MS));
  };
};
