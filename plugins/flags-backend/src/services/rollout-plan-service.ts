import type {
  RolloutFromExperiment,
  RolloutPlan,
  RolloutPlanInput,
  RolloutPlanRecord,
} from '@etude/plugin-flags-common';
import type { PlanCommand } from '../rules/rollout-plan';
import { reachOf } from '../rules/rollout-rule';
import type { FlagEditor } from './edit-flag';
import { editFlagIn } from './edit-flag';
import { problemsOf } from './flag-change';
import type { FlagDependencies } from './flag-service';
import { notFound } from './refusals';
import {
  planCommandEditor,
  startFromExperimentEditor,
  startPlanEditor,
} from './rollout-plan-editors';

const planReads = ({ stores }: FlagDependencies) => {
  const withOwner = async (
    plans: readonly RolloutPlan[],
  ): Promise<RolloutPlanRecord[]> => {
    const flags = await stores.flags.getMany(plans.map(plan => plan.flagId));
    return plans.flatMap(plan => {
      const flag = flags.find(({ id }) => id === plan.flagId);
      if (!flag) return [];
      // After a plan the reach may have been set by hand.
      const reach = reachOf(flag, plan.variant);
      return [{ ...plan, reach, owner: flag.owner }];
    });
  };
  return {
    /** Every plan, newest first. */
    async list(): Promise<RolloutPlanRecord[]> {
      return withOwner(await stores.rolloutPlans.list());
    },

    /** The latest plan of a flag; throws ETUDE_FLAGS_NOT_FOUND. */
    async get(flagId: string): Promise<RolloutPlanRecord> {
      const plan = await stores.rolloutPlans.get(flagId);
      const [record] = await withOwner(plan ? [plan] : []);
      if (!record) throw notFound('rollout plan of flag', flagId);
      return record;
    },
  };
};

/** Use cases of stepped rollouts. */
export type RolloutPlanService = ReturnType<typeof createRolloutPlanService>;

/** Use cases of stepped rollouts on `stores`. */
export const createRolloutPlanService = (deps: FlagDependencies) => {
  const { editFlag, writeState, clock, approvals } = deps;
  const reads = planReads(deps);
  const edit = async (
    flagId: string,
    by: string,
    editor: FlagEditor,
  ): Promise<RolloutPlanRecord> => {
    await editFlag({ flagId, by }, editor);
    return reads.get(flagId);
  };
  return {
    ...reads,

    /** Starts a plan, in place of the flag's earlier one. */
    async put(flagId: string, input: RolloutPlanInput, by: string) {
      return edit(flagId, by, startPlanEditor(input));
    },

    /** Starts a plan that keeps an experiment's units in the winner. */
    async putFromExperiment(
      flagId: string,
      input: RolloutFromExperiment,
      by: string,
    ) {
      return edit(flagId, by, startFromExperimentEditor(input));
    },

    /**
     * Pauses, resumes, advances or rolls back. Approval was a matter of the
     * plan as a whole, when it was started.
     */
    async command(
      flagId: string,
      command: Exclude<PlanCommand, 'tick'>,
      by: string,
    ): Promise<RolloutPlanRecord> {
      await editFlag(
        { flagId, by, isApproved: true },
        planCommandEditor(command),
      );
      return reads.get(flagId);
    },

    /**
     * Lets the time of a plan's step be over, if it is; a plan that cannot go
     * on is paused, and its history says why.
     */
    async tick(flagId: string): Promise<void> {
      const request = {
        flagId,
        by: 'system',
        at: clock.now().toISOString(),
        approvals,
        isApproved: true,
      };
      try {
        await writeState(tx =>
          editFlagIn(tx, planCommandEditor('tick'), request),
        );
      } catch (error) {
        const problems = problemsOf(error);
        await writeState(tx =>
          editFlagIn(
            tx,
            async (flag, stores, moment) => ({
              ...(await planCommandEditor('pause')(flag, stores, moment)),
              summary: `Rollout plan paused, because it cannot go on: ${problems.map(({ message }) => message).join(' ')}`,
            }),
            request,
          ),
        );
      }
    },
  };
};
