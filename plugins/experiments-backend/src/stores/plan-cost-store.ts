import { sampleSizeAnswerSchema } from '@etude/plugin-experiments-common';
import type { PlanCost } from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import { readJson } from './json-column';

type PlanCostRow = {
  experiment_id: string;
  plan_print: string;
  computed_at: string;
  answer: string;
};

export type PlanCostKey = {
  readonly experimentId: string;
  /** Tells this plan from every other. */
  readonly planPrint: string;
};

/** What the plans of experiments cost, the latest answer for each. */
export const createPlanCostStore = (db: Knex) => {
  const table = () => db<PlanCostRow>('plan_costs');
  return {
    /**
     * The answer for this plan; undefined for a plan that changed since, and
     * for an answer that another version wrote in another form.
     */
    async find(key: PlanCostKey): Promise<PlanCost | undefined> {
      const row = await table()
        .where({ experiment_id: key.experimentId, plan_print: key.planPrint })
        .first();
      const answer =
        row && sampleSizeAnswerSchema.safeParse(readJson(row.answer)).data;
      return answer && { computedAt: row.computed_at, answer };
    },

    /** Puts an answer in the place of the one before. */
    async put(key: PlanCostKey, cost: PlanCost): Promise<void> {
      await table()
        .insert({
          experiment_id: key.experimentId,
          plan_print: key.planPrint,
          computed_at: cost.computedAt,
          answer: JSON.stringify(cost.answer),
        })
        .onConflict('experiment_id')
        .merge();
    },
  };
};
