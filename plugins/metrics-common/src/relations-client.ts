import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import { z } from 'zod';
import {
  relationCoverageSchema,
  relationListSchema,
  storedRelationSchema,
} from './relation-api';
import type {
  CreateRelationRequest,
  RelationCoverage,
  StoredRelation,
  UpdateRelationRequest,
} from './relation-api';

/** The part of the metrics API that is about relations between entities. */
export class RelationsClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** Relations by name. */
  async list(): Promise<StoredRelation[]> {
    const { relations } = await this.#api.request({
      path: '/relations',
      schema: relationListSchema,
    });
    return relations;
  }

  /** The stored relation, once its columns were found. */
  create(body: CreateRelationRequest): Promise<StoredRelation> {
    return this.#api.request({
      method: 'POST',
      path: '/relations',
      body,
      schema: storedRelationSchema,
    });
  }

  /** The changed relation. */
  update(id: string, body: UpdateRelationRequest): Promise<StoredRelation> {
    return this.#api.request({
      method: 'PUT',
      path: pathOf`/relations/${id}`,
      body,
      schema: storedRelationSchema,
    });
  }

  /** Removes a relation, unless it changed in the meantime. */
  async remove({ id, etag }: StoredRelation): Promise<void> {
    await this.#api.request({
      method: 'DELETE',
      path: pathOf`/relations/${id}`,
      body: { etag },
      schema: z.object({}),
    });
  }

  /** How many ids of a relation lead to one other; asks the warehouse. */
  coverage(
    id: string,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<RelationCoverage> {
    return this.#api.request({
      path: pathOf`/relations/${id}/coverage`,
      schema: relationCoverageSchema,
      ...options,
    });
  }
}
