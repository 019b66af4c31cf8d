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
  run_id: string | null;
  step: string | null;
  attempts: number;
  interruptions: number;
  retry_at: string | null;
};

/** Who holds the refresh of an experiment, from when and until when at most. */
export type RefreshLock = {
  readonly token: string;
  readonly now: string;
  readonly until: string;
  /** The computation that it is going to be. */
  readonly runId: string;
};

/** How a refresh ended; one that failed says when it is tried again. */
export type RefreshOutcome =
  | { readonly problem: Problem; readonly retryAt: string }
  | { readonly succeededAt: string };

/**
 * After this many refreshes in a row that ended with their backend, no more
 * are begun by the schedule: they may be what ends it.
 */
const MAX_INTERRUPTIONS = 3;

const interrupted = ({ interruptions }: RefreshRow): Problem => ({
  code: 'ETUDE_EXPERIMENT_REFRESH_INTERRUPTED',
  message:
    interruptions < MAX_INTERRUPTIONS
      ? 'The backend stopped in the middle of the refresh. It is done again with the next round of the schedule.'
      : `The backend stopped in the middle of the refresh, ${interruptions + 1} times in a row, so the schedule does not try it again. Look at the log of the backend, for want of memory first; then use Refresh.`,
});

const isInterrupted = (row: RefreshRow, now: string): boolean =>
  row.lock_token !== null &&
  row.locked_until !== null &&
  row.locked_until <= now;

const problemOf = (row: RefreshRow, now: string): unknown => {
  if (isInterrupted(row, now)) return interrupted(row);
  return row.problem === null ? null : readJson(row.problem);
};

const UNTRIED: RefreshStatus = {
  running: false,
  runId: null,
  step: null,
  lastAttemptAt: null,
  lastSuccessAt: null,
  attempts: 0,
  retryAt: null,
  problem: null,
};

const statusOf = (row: RefreshRow, now: string): RefreshStatus => {
  const running = row.locked_until !== null && row.locked_until > now;
  return refreshStatusSchema.parse({
    running,
    runId: row.run_id,
    step: running ? row.step : null,
    lastAttemptAt: row.attempted_at,
    lastSuccessAt: row.succeeded_at,
    attempts: row.attempts,
    retryAt: row.retry_at,
    problem: problemOf(row, now),
  });
};

const outcomeColumns = (outcome: RefreshOutcome): Partial<RefreshRow> => ({
  lock_token: null,
  locked_until: null,
  step: null,
  interruptions: 0,
  ...('problem' in outcome
    ? {
        problem: JSON.stringify(outcome.problem),
        retry_at: outcome.retryAt,
      }
    : {
        problem: null,
        succeeded_at: outcome.succeededAt,
        attempts: 0,
        retry_at: null,
      }),
});

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
          // A lock that nobody gave back is one that was interrupted.
          interruptions: db.raw(
            'CASE WHEN lock_token IS NULL THEN 0 ELSE interruptions + 1 END',
          ),
          attempts: db.raw('attempts + 1'),
          lock_token: lock.token,
          locked_until: lock.until,
          attempted_at: lock.now,
          run_id: lock.runId,
          step: 'computing',
          retry_at: null,
        });
      return updated === 1;
    },

    /** Holds the lock for longer. */
    async renew(
      experimentId: string,
      { token, until }: Pick<RefreshLock, 'token' | 'until'>,
    ): Promise<void> {
      await table()
        .where({ experiment_id: experimentId, lock_token: token })
        .update({ locked_until: until });
    },

    /** The moments are there; what is left is ours to do. */
    async setAnalysing(experimentId: string, token: string): Promise<void> {
      await table()
        .where({ experiment_id: experimentId, lock_token: token })
        .update({ step: 'analysing' });
    },

    /** Gives the lock back with the outcome, if it is still held. */
    async release(
      experimentId: string,
      token: string,
      outcome: RefreshOutcome,
    ): Promise<void> {
      await table()
        .where({ experiment_id: experimentId, lock_token: token })
        .update(outcomeColumns(outcome));
    },

    async status(experimentId: string, now: string): Promise<RefreshStatus> {
      const row = await table().where({ experiment_id: experimentId }).first();
      return row ? statusOf(row, now) : UNTRIED;
    },
  };
};

/** Narrows a query over `refreshes` to those that the schedule may begin. */
export const whereMayRefresh = (
  query: Knex.QueryBuilder,
  now: string,
): void => {
  void query
    .where(due => {
      void due
        .whereNull('refreshes.retry_at')
        .orWhere('refreshes.retry_at', '<=', now);
    })
    .where(free => {
      void free
        .whereNull('refreshes.locked_until')
        .orWhere('refreshes.locked_until', '<=', now);
    })
    .where(few => {
      void few
        .whereNull('refreshes.lock_token')
        .orWhere('refreshes.interruptions', '<', MAX_INTERRUPTIONS);
    });
};
