import { randomUUID } from 'node:crypto';
import type { LoggerService } from '@backstage/backend-plugin-api';
import { EtudeError, hasErrorCode, isEtudeError } from '@etude/kernel';
import type { Clock, Problem } from '@etude/kernel';
import type { Knex } from 'knex';
import { createRefreshStore } from '../stores/refresh-store';

/** For how long a refresh counts as under way after its backend last said so. */
const LEASE_MS = 60_000;
const RENEW_MS = 20_000;
const MINUTE_MS = 60_000;
const LONGEST_WAIT_MS = 30 * MINUTE_MS;

const STOPPED_BY_PEOPLE = [
  'ETUDE_METRICS_RUN_CANCELLED',
  'ETUDE_METRICS_BUDGET_EXCEEDED',
];

const BUSY_CODE = 'ETUDE_EXPERIMENT_REFRESH_CONFLICT';

const busy = (experimentId: string): EtudeError =>
  new EtudeError(
    `The results of '${experimentId}' are being refreshed by another server. Wait a moment and reload.`,
    { code: BUSY_CODE, kind: 'user' },
  );

/** True for the error of a refresh that another server is doing. */
export const isBusy = (error: unknown): boolean =>
  hasErrorCode(error, BUSY_CODE);

/**
 * When the schedule tries again: a minute after the first failure, twice as
 * long after each further one, up to half an hour; half an hour at once when
 * people stopped it or a team has nothing left to spend.
 */
const retryAt = (now: Date, attempts: number, error: unknown): string => {
  const isWanted = STOPPED_BY_PEOPLE.some(code => hasErrorCode(error, code));
  const waitMs = isWanted
    ? LONGEST_WAIT_MS
    : Math.min(MINUTE_MS * 2 ** Math.max(0, attempts - 1), LONGEST_WAIT_MS);
  return new Date(now.getTime() + waitMs).toISOString();
};

const problemOf = (experimentId: string, error: unknown): Problem =>
  isEtudeError(error)
    ? { code: error.code, message: error.message }
    : {
        code: 'ETUDE_EXPERIMENT_REFRESH_FAILED',
        message: `The results of '${experimentId}' could not be computed: ${error instanceof Error ? error.message : String(error)}. It is tried again on schedule; if it stays, look at the backend's log.`,
      };

export type RefreshLockDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly logger: LoggerService;
};

/** A refresh that this process holds the lock of. */
export type HeldRefresh = {
  /** The id that its computation is to have. */
  readonly runId: string;
  readonly onComputed: () => Promise<void>;
};

/** Keeps refreshes to one at a time, and how each one ended. */
export const createRefreshLock = (deps: RefreshLockDependencies) => {
  const refreshes = createRefreshStore(deps.db);

  const until = (): string =>
    new Date(deps.clock.now().getTime() + LEASE_MS).toISOString();

  /** Says, for as long as this process lives, that the refresh goes on. */
  const keepHolding = (id: string, token: string): NodeJS.Timeout =>
    setInterval(() => {
      refreshes
        .renew(id, { token, until: until() })
        // The next one tries again; without any, others take the refresh over.
        .catch((error: unknown) =>
          deps.logger.warn(
            `The refresh of '${id}' could not be held.`,
            error instanceof Error ? error : { error: String(error) },
          ),
        );
    }, RENEW_MS).unref();

  const fail = async (id: string, token: string, error: unknown) => {
    const now = deps.clock.now();
    const { attempts } = await refreshes.status(id, now.toISOString());
    await refreshes.release(id, token, {
      problem: problemOf(id, error),
      retryAt: retryAt(now, attempts, error),
    });
  };

  /**
   * Does the work of a refresh while nobody else can; a failure is stored, and
   * thrown on.
   */
  return async (
    id: string,
    work: (held: HeldRefresh) => Promise<unknown>,
  ): Promise<void> => {
    const [token, runId] = [randomUUID(), randomUUID()];
    const now = deps.clock.now().toISOString();
    const lock = { token, runId, now, until: until() };
    if (!(await refreshes.acquire(id, lock))) throw busy(id);
    const holding = keepHolding(id, token);
    try {
      const onComputed = () => refreshes.setAnalysing(id, token);
      await work({ runId, onComputed });
    } catch (error) {
      await fail(id, token, error);
      throw error;
    } finally {
      clearInterval(holding);
    }
    await refreshes.release(id, token, { succeededAt: now });
  };
};
