import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import {
  codeReferenceListSchema,
  contextSchemaSchema,
  edgeReportAnswerSchema,
  flagUsageSchema,
  scannedRepositorySchema,
  stalenessSchema,
} from './usage-schemas';
import type {
  CodeReferencesInput,
  ContextField,
  EdgeReport,
  FlagUsage,
  ScannedRepository,
  Staleness,
} from './usage-schemas';

/** What edges saw of flags and contexts, and what is left over in code. */
export class FlagUsageClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Evaluations of a flag by day, client, variant, rule and reason. */
  async usage(flagId: string, days = 7): Promise<FlagUsage> {
    return this.#api.request({
      path: pathOf`/flags/${flagId}/usage`,
      query: { days: String(days) },
      schema: flagUsageSchema,
    });
  }

  /** Whether a flag seems to be left over, and why. */
  async staleness(flagId: string): Promise<Staleness> {
    return this.#api.request({
      path: pathOf`/flags/${flagId}/staleness`,
      schema: stalenessSchema,
    });
  }

  /** Where code names a flag, by repository. */
  async codeReferences(flagId: string): Promise<ScannedRepository[]> {
    const { items } = await this.#api.request({
      path: pathOf`/flags/${flagId}/code-references`,
      schema: codeReferenceListSchema,
    });
    return items;
  }

  /** Replaces what is known of one repository. */
  async putCodeReferences(
    flagId: string,
    scan: CodeReferencesInput,
  ): Promise<ScannedRepository> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/flags/${flagId}/code-references`,
      body: scan,
      schema: scannedRepositorySchema,
    });
  }

  /** The fields of the contexts that all clients, or one, send. */
  async contextSchema(clientId?: string): Promise<ContextField[]> {
    const { fields } = await this.#api.request({
      path:
        clientId === undefined
          ? '/context-schema'
          : pathOf`/clients/${clientId}/context-schema`,
      schema: contextSchemaSchema,
    });
    return fields;
  }

  /** Adds what an edge counted; for edges. */
  async report(report: EdgeReport): Promise<{ isNew: boolean }> {
    return this.#api.request({
      method: 'POST',
      path: '/edge-reports',
      body: report,
      schema: edgeReportAnswerSchema,
    });
  }
}
