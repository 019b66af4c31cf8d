import type { ApiClient } from '@etude/api-common';
import {
  appliedDefinitionsSchema,
  definitionsFileSchema,
} from './definitions-file-api';
import type {
  AppliedDefinitions,
  ApplyDefinitionsRequest,
} from './definitions-file-api';

/** The part of the metrics API that is about definitions as code. */
export class DefinitionsFileClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Everything that is defined, as the text of a `definitions.yaml`. */
  async text(): Promise<string> {
    const { text } = await this.#api.request({
      path: '/definitions',
      schema: definitionsFileSchema,
    });
    return text;
  }

  /** What a file changes, or has changed. */
  apply(body: ApplyDefinitionsRequest): Promise<AppliedDefinitions> {
    return this.#api.request({
      method: 'POST',
      path: '/definitions:apply',
      body,
      schema: appliedDefinitionsSchema,
    });
  }
}
