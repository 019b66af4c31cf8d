import { EtudeError } from '@etude/kernel';
import type { Clock } from '@etude/kernel';
import { bytesText, elapsedText } from '@etude/plugin-metrics-common';
import type { BudgetUse } from '@etude/plugin-metrics-common';
import type { ScanEstimate } from '@etude/warehouse';
import type { Budget, BudgetsConfig } from '../budgets-config';
import type { RunStore, RunUsage } from '../stores/run-store';

export type BudgetsOptions = {
  readonly config: BudgetsConfig;
  readonly runs: RunStore;
  readonly clock: Clock;
};

/** A query about to run, and for whom. */
export type Spending = {
  readonly owner: string | null;
  readonly experimentId: string | null;
  readonly estimate: ScanEstimate;
};

type Period = { readonly since: string; readonly resetsAt: string };

const NOTHING: RunUsage = { bytes: 0, elapsedMs: 0 };
const MS = 1000;
const UNTOLD = 'an amount that is known only afterwards';

/** The calendar period, in UTC, that an instant lies in. */
export const periodOf = (per: Budget['per'], now: Date): Period => {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  const at = (months: number, day: number) =>
    new Date(Date.UTC(year, month + months, day)).toISOString();
  const day = now.getUTCDate();
  return per === 'day'
    ? { since: at(0, day), resetsAt: at(0, day + 1) }
    : { since: at(0, 1), resetsAt: at(1, 1) };
};

const secondsText = (seconds: number): string => elapsedText(seconds * MS);

const exceeded = (
  { owner, per, resetsAt, contact }: BudgetUse,
  amounts: readonly [used: string, limit: string, left: string, next: string],
): EtudeError => {
  const [used, limit, left, next] = amounts;
  return new EtudeError(
    `The query was not run: ${owner} has used ${used} of the ${limit} that it may use of the warehouses in a ${per}, so ${left} are left, and this query is expected to take ${next}. Wait until ${resetsAt}, ask for a shorter time or fewer metrics, or ask ${contact ?? 'those who run the portal'} for more (etude.budgets).`,
    {
      code: 'ETUDE_METRICS_BUDGET_EXCEEDED',
      kind: 'user',
      details: { owner, resetsAt },
    },
  );
};

/** What teams may use of the warehouses, counted from their runs. */
export class Budgets {
  readonly #options: BudgetsOptions;

  constructor(options: BudgetsOptions) {
    this.#options = options;
  }

  /**
   * Passes when the owner's budget has room for the query: what the engine
   * expects to read, and the time of the experiment's run before. Runs at the
   * same time may together go over it by what they read.
   *
   * @throws ETUDE_METRICS_BUDGET_EXCEEDED
   */
  async require({ owner, experimentId, estimate }: Spending): Promise<void> {
    const budget = owner === null ? null : this.#budgetOf(owner);
    if (owner === null || budget === null) return;
    const use = await this.#use(owner, budget);
    const { bytes, seconds } = use;
    const nextBytes = estimate.bytes ?? 0;
    if (bytes && isOver(bytes, nextBytes)) {
      throw exceeded(use, [
        bytesText(bytes.used),
        bytesText(bytes.limit),
        bytesText(Math.max(0, bytes.limit - bytes.used)),
        estimate.bytes === null ? UNTOLD : bytesText(nextBytes),
      ]);
    }
    if (seconds === null) return;
    const nextSeconds = await this.#expectedSeconds(experimentId);
    if (isOver(seconds, nextSeconds ?? 0)) {
      throw exceeded(use, [
        secondsText(seconds.used),
        secondsText(seconds.limit),
        secondsText(Math.max(0, seconds.limit - seconds.used)),
        nextSeconds === undefined
          ? UNTOLD
          : `${secondsText(nextSeconds)}, like the one before`,
      ]);
    }
  }

  /** Use of those that have a budget of their own, and of those with runs. */
  async list(): Promise<BudgetUse[]> {
    const { config, runs, clock } = this.#options;
    const common = config.default;
    const owners = new Set(config.owners.keys());
    if (common) {
      const { since } = periodOf(common.per, clock.now());
      for (const owner of (await runs.usageSince(since)).keys()) {
        owners.add(owner);
      }
    }
    const uses = [...owners].sort().map(async owner => {
      const budget = this.#budgetOf(owner);
      return budget ? [await this.#use(owner, budget)] : [];
    });
    return (await Promise.all(uses)).flat();
  }

  #budgetOf(owner: string): Budget | null {
    const { owners, default: common } = this.#options.config;
    return owners.get(owner.toLowerCase()) ?? common;
  }

  async #use(owner: string, budget: Budget): Promise<BudgetUse> {
    const { runs, clock, config } = this.#options;
    const { since, resetsAt } = periodOf(budget.per, clock.now());
    const all = await runs.usageSince(since, owner);
    const used = all.get(owner) ?? NOTHING;
    return {
      owner,
      per: budget.per,
      since,
      resetsAt,
      contact: config.contact,
      bytes:
        budget.bytes === null
          ? null
          : { limit: budget.bytes, used: used.bytes },
      seconds:
        budget.seconds === null
          ? null
          : { limit: budget.seconds, used: used.elapsedMs / MS },
    };
  }

  async #expectedSeconds(
    experimentId: string | null,
  ): Promise<number | undefined> {
    if (experimentId === null) return undefined;
    const ms = await this.#options.runs.latestElapsedMs(experimentId);
    return ms === undefined ? undefined : ms / MS;
  }
}

const isOver = (
  { used, limit }: { readonly used: number; readonly limit: number },
  next: number,
): boolean => used >= limit || used + next > limit;
