import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import {
  rolloutPlanListSchema,
  rolloutPlanRecordSchema,
} from './rollout-plan-schemas';
import type {
  RolloutFromExperiment,
  RolloutPlanInput,
  RolloutPlanRecord,
} from './rollout-plan-schemas';

/** Stepped releases of variants. */
export class RolloutPlansClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Every plan, newest first. */
  async list(): Promise<RolloutPlanRecord[]> {
    const { items } = await this.#api.request({
      path: '/rollout-plans',
      schema: rolloutPlanListSchema,
    });
    return items;
  }

  /** The latest plan of a flag. */
  async get(flagId: string): Promise<RolloutPlanRecord> {
    return this.#api.request({
      path: pathOf`/flags/${flagId}/rollout-plan`,
      schema: rolloutPlanRecordSchema,
    });
  }

  /** Starts a plan at its first step, or replaces the steps of a live one. */
  async put(
    flagId: string,
    plan: RolloutPlanInput,
  ): Promise<RolloutPlanRecord> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/flags/${flagId}/rollout-plan`,
      body: plan,
      schema: rolloutPlanRecordSchema,
    });
  }

  /** Starts a plan that keeps every unit that has the winner. */
  async putFromExperiment(
    flagId: string,
    plan: RolloutFromExperiment,
  ): Promise<RolloutPlanRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/rollout-plan/from-experiment`,
      body: plan,
      schema: rolloutPlanRecordSchema,
    });
  }

  /** Stops the clock of the present step. */
  async pause(flagId: string): Promise<RolloutPlanRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/rollout-plan/pause`,
      schema: rolloutPlanRecordSchema,
    });
  }

  /** Lets the clock go on. */
  async resume(flagId: string): Promise<RolloutPlanRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/rollout-plan/resume`,
      schema: rolloutPlanRecordSchema,
    });
  }

  /** Enters the next step now, or completes the plan after the last. */
  async advance(flagId: string): Promise<RolloutPlanRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/rollout-plan/advance`,
      schema: rolloutPlanRecordSchema,
    });
  }

  /** Reaches nobody, at once; never needs approval. */
  async rollback(flagId: string): Promise<RolloutPlanRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/rollout-plan/rollback`,
      schema: rolloutPlanRecordSchema,
    });
  }
}
