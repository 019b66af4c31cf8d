import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import { flagRecordSchema } from './flag-schemas';
import type { FlagRecord } from './flag-schemas';
import type { PersonRuleInput, RuleOrder } from './person-rule-schemas';

/** The rules of people on a flag, and the order of all its rules. */
export class RulesClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** The flag with one more rule of a person. */
  async create(flagId: string, rule: PersonRuleInput): Promise<FlagRecord> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/flags/${flagId}/rules`,
      body: rule,
      schema: flagRecordSchema,
    });
  }

  /** The flag with a rule of a person replaced. */
  async update(
    flagId: string,
    ruleId: string,
    rule: PersonRuleInput,
  ): Promise<FlagRecord> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/flags/${flagId}/rules/${ruleId}`,
      body: rule,
      schema: flagRecordSchema,
    });
  }

  /** The flag without a rule of a person. */
  async delete(
    flagId: string,
    ruleId: string,
    etag?: string,
  ): Promise<FlagRecord> {
    return this.#api.request({
      method: 'DELETE',
      path: pathOf`/flags/${flagId}/rules/${ruleId}`,
      query: { etag },
      schema: flagRecordSchema,
    });
  }

  /** The flag with its rules in another order. */
  async order(flagId: string, order: RuleOrder): Promise<FlagRecord> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/flags/${flagId}/rules:order`,
      body: order,
      schema: flagRecordSchema,
    });
  }
}
