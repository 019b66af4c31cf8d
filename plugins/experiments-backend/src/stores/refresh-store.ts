import type { Problem } from '@etude/kernel';
import { refreshStatusSchema } from '@etude/plugin-experiments-common';
import type { RefreshStatus } from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { readJson } from './json-column';

type RefreshRow = {
  experiment_id: string;
  lock_token: string | null;
  locked_until: string | null;
  attempted_at: string | null;
  succeeded_at: string | null;
  problem: string | null;
};

/** Who holds the refresh of an experiment, from when and until when at most. */
export type RefreshLock = {
  readonly token: string;
  readonly now: string;
  readonly until: string;
};

/**
 * How refreshing goes, and the lock that keeps it to one at a time over all
 * replicas. A lock left by a killed process ends by itself. `db` may be a
 * transaction.
 */
export const createRefreshStore = (db: Knex) => {
  const table = () => db<RefreshRow>('refreshes');
  return {
    /** False when someone else holds the lock. */
    async acquire(experimentId: string, lock: RefreshLock): Promise<boolean> {
      await table()
        .insert({ experiment_id: experimentId })
        .onConflict('experiment_id')
        .ignore();
      const updated = await table()
        .where({ experiment_id: experimentId })
        .where(free => {
          void free
            .whereNull('locked_until')
            .orWhere('locked_until', '<=', lock.now);
        })
        .update({
          lock_token: lock.token,
          locked_until: lock.until,
          attempted_at: lock.now,
        });
      return updated === 1;
    },

    /** Gives the lock back with the outcome, if it is still held. */
    async release(
      experimentId: string,
      token: string,
      outcome: { readonly problem: Problem } | { readonly succeededAt: string },
    ): Promise<void> {
      await table()
        .where({ experiment_id: experimentId, lock_token: token })
        .update({
          lock_token: null,
          locked_until: null,
          ...('problem' in outcome
            ? { problem: JSON.stringify(outcome.problem) }
            : { problem: null, succeeded_at: outcome.succeededAt }),
        });
    },

    async status(experimentId: string, now: string): Promise<RefreshStatus> {
      const row = await table().where({ experiment_id: experimentId }).first();
      return refreshStatusSchema.parse({
        running:
          typeof row?.locked_until === 'string' && row.locked_until > now,
        lastAttemptAt: row?.attempted_at ?? null,
        lastSuccessAt: row?.succeeded_at ?? null,
        problem: row?.problem ? readJson(row.problem) : null,
      });
    },
  };
};
