import { pathOf } from '@etude/api-common';
import type { ApiClient } from '@etude/api-common';
import { factTableFreshnessSchema } from './freshness-api';
import type { FactTableFreshness } from './freshness-api';
import { lakeOverviewSchema } from './lake-api';
import type { LakeOverview } from './lake-api';
import { warehouseListSchema, warehouseTestSchema } from './warehouse-api';
import type { WarehouseInfo, WarehouseTest } from './warehouse-api';

/** The part of the metrics API that is about where the rows are. */
export class WarehousesClient {
  readonly #api: ApiClient;

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** The lake and the warehouses that are configured, the lake first. */
  async list(): Promise<WarehouseInfo[]> {
    const { warehouses } = await this.#api.request({
      path: '/warehouses',
      schema: warehouseListSchema,
    });
    return warehouses;
  }

  /** Whether the warehouse answers now, or the one problem and its fix. */
  test(id: string): Promise<WarehouseTest> {
    return this.#api.request({
      method: 'POST',
      path: pathOf`/warehouses/${id}/test`,
      schema: warehouseTestSchema,
    });
  }

  /** What the lake holds and how fresh it is. */
  lake(): Promise<LakeOverview> {
    return this.#api.request({ path: '/lake', schema: lakeOverviewSchema });
  }

  /** How fresh the rows of a fact table are; refused when asking costs too much. */
  freshness(factTableId: string): Promise<FactTableFreshness> {
    return this.#api.request({
      path: pathOf`/fact-tables/${factTableId}/freshness`,
      schema: factTableFreshnessSchema,
    });
  }
}
