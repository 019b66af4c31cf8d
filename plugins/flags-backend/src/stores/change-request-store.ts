import type {
  ChangeRequest,
  ChangeRequestQuery,
  ChangeRequestState,
} from '@etude/plugin-flags-common';
import type { Knex } from 'knex';

type RequestRow = {
  id: string;
  flag_id: string;
  state: ChangeRequestState;
  created_at: string;
  document: string;
};

const rowOf = (request: ChangeRequest): RequestRow => ({
  id: request.id,
  flag_id: request.flagId,
  state: request.state,
  created_at: request.createdAt,
  document: JSON.stringify(request),
});

// JSON columns hold what this store wrote from the same type.
const requestOf = (row: RequestRow): ChangeRequest =>
  JSON.parse(row.document) as ChangeRequest;

/** Changes of protected flags on their way through approval. */
export type ChangeRequestStore = ReturnType<typeof createChangeRequestStore>;

/** The change requests that `database` (or a transaction) holds. */
export const createChangeRequestStore = (database: Knex) => ({
  /** The matching requests, newest first. */
  async list(query: ChangeRequestQuery): Promise<ChangeRequest[]> {
    const rows = await database<RequestRow>('change_requests')
      .where(builder => {
        if (query.flagId) builder.andWhere('flag_id', query.flagId);
        if (query.state) builder.andWhere('state', query.state);
      })
      .orderBy([{ column: 'created_at', order: 'desc' }, { column: 'id' }]);
    return rows.map(requestOf);
  },

  /** One request, or undefined. */
  async get(id: string): Promise<ChangeRequest | undefined> {
    const row = await database<RequestRow>('change_requests')
      .where({ id })
      .first();
    return row && requestOf(row);
  },

  /** Adds a request. */
  async insert(request: ChangeRequest): Promise<void> {
    await database<RequestRow>('change_requests').insert(rowOf(request));
  },

  /** Replaces a request if it still is in `state`; false if it is not. */
  async replace(
    request: ChangeRequest,
    state: ChangeRequestState,
  ): Promise<boolean> {
    const changed = await database<RequestRow>('change_requests')
      .where({ id: request.id, state })
      .update(rowOf(request));
    return changed === 1;
  },
});
