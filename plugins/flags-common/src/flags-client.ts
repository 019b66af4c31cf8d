import { ApiClient, pathOf } from '@etude/api-common';
import type { ApiClientDependencies } from '@etude/api-common';
import { ClientsClient } from './clients-client';
import { explainAnswerSchema } from './explain-schemas';
import type { ExplainAnswer, ExplainRequest } from './explain-schemas';
import { FlagChangesClient } from './flag-changes-client';
import {
  flagHistorySchema,
  flagListSchema,
  flagRecordSchema,
} from './flag-schemas';
import type {
  CreateFlag,
  FlagList,
  FlagQuery,
  FlagRecord,
  FlagRevision,
  UpdateFlag,
} from './flag-schemas';
import { FlagUsageClient } from './flag-usage-client';
import { MaterializationsClient } from './materializations-client';
import type { EnabledInput, RevertInput } from './person-rule-schemas';
import { RolloutPlansClient } from './rollout-plans-client';
import {
  experimentRulePlaceSchema,
  rolloutListSchema,
  rolloutSchema,
} from './rule-schemas';
import type {
  ExperimentRuleInput,
  ExperimentRulePlace,
  Rollout,
  RolloutInput,
} from './rule-schemas';
import { RulesClient } from './rules-client';
import { SegmentsClient } from './segments-client';

/**
 * The API of the flags plugin for the portal and for other plugins. Every
 * method rejects with an `EtudeError` that carries the server's code.
 */
export class FlagsClient {
  readonly clients: ClientsClient;
  readonly rules: RulesClient;
  readonly segments: SegmentsClient;
  readonly rolloutPlans: RolloutPlansClient;
  readonly changes: FlagChangesClient;
  readonly usage: FlagUsageClient;
  readonly materializations: MaterializationsClient;
  readonly #api: ApiClient;

  constructor(dependencies: ApiClientDependencies) {
    this.#api = new ApiClient('flags', dependencies);
    this.clients = new ClientsClient(this.#api);
    this.rules = new RulesClient(this.#api);
    this.segments = new SegmentsClient(this.#api);
    this.rolloutPlans = new RolloutPlansClient(this.#api);
    this.changes = new FlagChangesClient(this.#api);
    this.usage = new FlagUsageClient(this.#api);
    this.materializations = new MaterializationsClient(this.#api);
  }

  /** One page of flags by id; 500 unless `limit` says otherwise. */
  async listFlags(query: Partial<FlagQuery> = {}): Promise<FlagList> {
    const { limit, offset, ...filter } = query;
    return this.#api.request({
      path: '/flags',
      query: {
        ...filter,
        limit: limit === undefined ? undefined : String(limit),
        offset: offset === undefined ? undefined : String(offset),
      },
      schema: flagListSchema,
    });
  }

  /** One flag. */
  async getFlag(flagId: string): Promise<FlagRecord> {
    return this.#api.request({
      path: pathOf`/flags/${flagId}`,
      schema: flagRecordSchema,
    });
  }

  /** The new flag. */
  async createFlag(flag: CreateFlag): Promise<FlagRecord> {
    return this.#api.request({
      method: 'POST',
      path: '/flags',
      body: flag,
      schema: flagRecordSchema,
    });
  }

  /** The flag after the update; refused when it changed since it was read. */
  async updateFlag(flagId: string, update: UpdateFlag): Promise<FlagRecord> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/flags/${flagId}`,
      body: update,
      schema: flagRecordSchema,
    });
  }

  /** The flag, which resolves nowhere from now on. */
  async archiveFlag(flagId: string): Promise<FlagRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/archive`,
      schema: flagRecordSchema,
    });
  }

  /** The flag, which resolves again. */
  async unarchiveFlag(flagId: string): Promise<FlagRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/unarchive`,
      schema: flagRecordSchema,
    });
  }

  /** The flag, switched on or off for everyone. */
  async setEnabled(flagId: string, input: EnabledInput): Promise<FlagRecord> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/flags/${flagId}/enabled`,
      body: input,
      schema: flagRecordSchema,
    });
  }

  /** The flag, which is off in exactly these environments. */
  async setDisabledEnvironments(
    flagId: string,
    environments: string[],
  ): Promise<FlagRecord> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/flags/${flagId}/disabled-environments`,
      body: { environments },
      schema: flagRecordSchema,
    });
  }

  /** The flag as it was at a revision, with the experiments it has now. */
  async revertFlag(flagId: string, input: RevertInput): Promise<FlagRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/revert`,
      body: input,
      schema: flagRecordSchema,
    });
  }

  /** Why a flag gives a context what it gives. */
  async explainFlag(
    flagId: string,
    request: ExplainRequest,
  ): Promise<ExplainAnswer> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/explain`,
      body: request,
      schema: explainAnswerSchema,
    });
  }

  /** Every change of a flag, newest first. */
  async getFlagHistory(flagId: string): Promise<FlagRevision[]> {
    const { items } = await this.#api.request({
      path: pathOf`/flags/${flagId}/history`,
      schema: flagHistorySchema,
    });
    return items;
  }

  /**
   * Serves an experiment on a flag, or raises its share of the population.
   * Sending the same again changes nothing.
   */
  async putExperimentRule(
    flagId: string,
    rule: ExperimentRuleInput,
  ): Promise<ExperimentRulePlace> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/flags/${flagId}/experiment-rule`,
      body: rule,
      schema: experimentRulePlaceSchema,
    });
  }

  /** Stops serving an experiment and frees its share of the population. */
  async disableExperimentRule(
    flagId: string,
    experimentId: string,
  ): Promise<ExperimentRulePlace> {
    return this.#api.request({
      method: 'DELETE',
      path: pathOf`/flags/${flagId}/experiment-rule/${experimentId}`,
      schema: experimentRulePlaceSchema,
    });
  }

  /** Raises or lowers how many units get a variant. */
  async putRollout(flagId: string, rollout: RolloutInput): Promise<Rollout> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/flags/${flagId}/rollout`,
      body: rollout,
      schema: rolloutSchema,
    });
  }

  /** Every rollout with a reach above 0. */
  async listRollouts(): Promise<Rollout[]> {
    const { items } = await this.#api.request({
      path: '/rollouts',
      schema: rolloutListSchema,
    });
    return items;
  }
}
