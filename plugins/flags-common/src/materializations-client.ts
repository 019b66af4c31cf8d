import type { ApiClient } from '@etude/api-common';
import {
  materializationListSchema,
  materializedUnitRecordSchema,
  removedRecordsSchema,
} from './materialization-schemas';
import type {
  Materialization,
  MaterializedUnitKey,
  MaterializedUnitRecord,
} from './materialization-schemas';

/** Sticky assignments, as the portal keeps them for all edges. */
export class MaterializationsClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** All materializations with what they hold and who uses them, by name. */
  async list(): Promise<Materialization[]> {
    const { items } = await this.#api.request({
      path: '/materializations',
      schema: materializationListSchema,
    });
    return items;
  }

  /** What one unit is kept in; without records when in nothing. */
  async lookUp(key: MaterializedUnitKey): Promise<MaterializedUnitRecord> {
    return this.#api.request({
      method: 'POST',
      path: '/materializations:lookUp',
      body: key,
      schema: materializedUnitRecordSchema,
    });
  }

  /** Forgets a unit for good; gives the number of records that are gone. */
  async removeUnit(key: MaterializedUnitKey): Promise<number> {
    const { removed } = await this.#api.request({
      method: 'POST',
      path: '/materializations:removeUnit',
      body: key,
      schema: removedRecordsSchema,
    });
    return removed;
  }

  /** Forgets every unit; gives the number of records that are gone. */
  async clear(materialization: string): Promise<number> {
    const { removed } = await this.#api.request({
      method: 'POST',
      path: '/materializations:clear',
      body: { materialization },
      schema: removedRecordsSchema,
    });
    return removed;
  }
}
