import { createHash } from 'node:crypto';
import type { Clock } from '@etude/kernel';
import type { Experiment } from '@etude/lifecycle';
import type { PlanCost } from '@etude/plugin-experiments-common';
import type { Knex } from 'knex';
import type { ExperimentViews } from '../read-models/experiment-views';
import { createPlanCostStore } from '../stores/plan-cost-store';
import type { PlanCostKey } from '../stores/plan-cost-store';
import type { SampleSizeService } from './sample-size-service';

export type PlanCostDependencies = {
  readonly db: Knex;
  readonly clock: Clock;
  readonly views: ExperimentViews;
  readonly sampleSizes: SampleSizeService;
};

const keyOf = ({ id, plan, owner }: Experiment): PlanCostKey => ({
  experimentId: id,
  planPrint: createHash('sha256')
    .update(JSON.stringify({ plan, owner }))
    .digest('hex'),
});

/** What the plans of experiments cost, asked of the warehouse once a plan. */
export const createPlanCostService = (deps: PlanCostDependencies) => {
  const { clock, views, sampleSizes } = deps;
  const store = createPlanCostStore(deps.db);
  const underWay = new Map<string, Promise<PlanCost>>();

  const compute = async (experiment: Experiment): Promise<PlanCost> => {
    const { plan, owner } = experiment;
    const answer = await sampleSizes.size({ plan, owner });
    const cost = { computedAt: clock.now().toISOString(), answer };
    // What stands in the way of an answer may be gone a moment later.
    if (answer.size !== null) await store.put(keyOf(experiment), cost);
    return cost;
  };

  /** One computation of a plan at a time, joined by all who ask for it. */
  const computeOnce = (experiment: Experiment): Promise<PlanCost> => {
    const { experimentId, planPrint } = keyOf(experiment);
    const key = `${experimentId}:${planPrint}`;
    const running = underWay.get(key);
    if (running) return running;
    const started = compute(experiment).finally(() => underWay.delete(key));
    underWay.set(key, started);
    return started;
  };

  return {
    /**
     * What the plan as it is costs: the kept answer, or a new one where there
     * is none.
     * @throws ETUDE_EXPERIMENT_NOT_FOUND
     */
    async get(id: string): Promise<PlanCost> {
      const experiment = await views.experiment(id);
      return (await store.find(keyOf(experiment))) ?? computeOnce(experiment);
    },

    /**
     * What the plan costs by the history of now, kept from here on.
     * @throws ETUDE_EXPERIMENT_NOT_FOUND
     */
    async renew(id: string): Promise<PlanCost> {
      return computeOnce(await views.experiment(id));
    },
  };
};
