import type { RolloutPlan } from '@etude/plugin-flags-common';
import type { Knex } from 'knex';

type PlanRow = {
  flag_id: string;
  state: RolloutPlan['state'];
  started_at: string;
  due_at: string | null;
  document: string;
};

const rowOf = (plan: RolloutPlan): PlanRow => ({
  flag_id: plan.flagId,
  state: plan.state,
  started_at: plan.startedAt,
  due_at: plan.dueAt,
  document: JSON.stringify(plan),
});

// JSON columns hold what this store wrote from the same type.
const planOf = (row: PlanRow): RolloutPlan =>
  JSON.parse(row.document) as RolloutPlan;

/** The latest rollout plan of each flag. */
export type RolloutPlanStore = ReturnType<typeof createRolloutPlanStore>;

/** The plans that `database` (or a transaction) holds. */
export const createRolloutPlanStore = (database: Knex) => ({
  /** Every plan, newest first. */
  async list(): Promise<RolloutPlan[]> {
    const rows = await database<PlanRow>('rollout_plans').orderBy([
      { column: 'started_at', order: 'desc' },
      { column: 'flag_id' },
    ]);
    return rows.map(planOf);
  },

  /** The running plans whose step is over at an ISO time. */
  async listDue(at: string): Promise<RolloutPlan[]> {
    const rows = await database<PlanRow>('rollout_plans')
      .where({ state: 'running' })
      .andWhere('due_at', '<=', at)
      .orderBy('due_at');
    return rows.map(planOf);
  },

  /** The latest plan of a flag, or undefined. */
  async get(flagId: string): Promise<RolloutPlan | undefined> {
    const row = await database<PlanRow>('rollout_plans')
      .where({ flag_id: flagId })
      .first();
    return row && planOf(row);
  },

  /** Keeps a plan in place of the flag's earlier one. */
  async put(plan: RolloutPlan): Promise<void> {
    await database<PlanRow>('rollout_plans')
      .insert(rowOf(plan))
      .onConflict('flag_id')
      .merge();
  },
});
