import type { Clock } from '@etude/kernel';
import type { Audited } from '../access/audited';
import type { Stores } from '../stores/stores';
import type { MaterializationService } from './materialization-service';
import type { RolloutPlanService } from './rollout-plan-service';
import type { ScheduledChangeService } from './scheduled-change-service';
import type { UsageService } from './usage-service';

export type DueWorkDependencies = {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly audited: Audited;
  readonly services: {
    readonly scheduledChanges: ScheduledChangeService;
    readonly rolloutPlans: RolloutPlanService;
    readonly usage: UsageService;
    readonly materializations: MaterializationService;
  };
};

const HOUR_MS = 3_600_000;

/**
 * What is done at its time: scheduled changes, steps of rollouts, forgetting
 * old counts and old sticky assignments. May run on every replica at once: each piece of work is claimed
 * in the transaction that does it. One failure does not keep the others.
 */
export const createDueWork = (deps: DueWorkDependencies) => {
  const { stores, clock, audited, services } = deps;
  let prunedAtMs = 0;

  const pieces = async (at: string): Promise<(() => Promise<unknown>)[]> => {
    const changes = await stores.scheduledChanges.listDue(at);
    const plans = await stores.rolloutPlans.listDue(at);
    return [
      ...changes.map(({ id, flagId, createdBy }) => () => {
        const meta = { flag: flagId, change: id, by: createdBy };
        return audited({ eventId: 'scheduled-change-apply', meta }, () =>
          services.scheduledChanges.apply(id),
        );
      }),
      ...plans.map(({ flagId }) => () => {
        const meta = { flag: flagId };
        return audited({ eventId: 'rollout-plan-tick', meta }, () =>
          services.rolloutPlans.tick(flagId),
        );
      }),
    ];
  };

  return {
    /** Does what is due; throws the first failure after trying everything. */
    async run(): Promise<void> {
      const now = clock.now();
      const failures: unknown[] = [];
      for (const piece of await pieces(now.toISOString())) {
        try {
          await piece();
        } catch (error) {
          failures.push(error);
        }
      }
      if (now.getTime() - prunedAtMs > HOUR_MS) {
        prunedAtMs = now.getTime();
        await services.usage.prune();
        await services.materializations.prune();
      }
      if (failures.length > 0) throw failures[0];
    },
  };
};
