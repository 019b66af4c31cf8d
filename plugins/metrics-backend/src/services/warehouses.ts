import { EtudeError, ok, refused } from '@etude/kernel';
import type { Problem, Result } from '@etude/kernel';
import { LAKE_WAREHOUSE_ID } from '@etude/metrics';
import type { FactSource } from '@etude/metrics';
import type { WarehouseInfo } from '@etude/plugin-metrics-common';
import type { IncrementDoor, WarehouseDriver } from '@etude/warehouse';
import type { QueryRunner } from './query-runner';

/** A warehouse that can be asked, within its own limits. */
export type Warehouse = {
  /** What people may know of it: no account and no secret. */
  readonly info: Omit<WarehouseInfo, 'lastTest'>;
  /** A copy of the assignments of flags, which the lake has itself. */
  readonly assignments: FactSource | undefined;
  readonly runner: QueryRunner;
  /** To be asked in turn with others: through the runner. */
  readonly driver: WarehouseDriver;
  /** Where the warehouse keeps what it computed before; the lake does. */
  readonly increments?: IncrementDoor;
  /** Days in files of fewer bytes are read again each time. */
  readonly keepFromBytes?: number | undefined;
  /** What the engine may use, for all that it does at a time; the lake's. */
  readonly memoryBytes?: number;
};

/** The lake and the warehouses that the company has, by id. */
export class Warehouses {
  readonly lake: Warehouse;
  readonly #all: ReadonlyMap<string, Warehouse>;

  constructor(lake: Warehouse, others: readonly Warehouse[]) {
    this.lake = lake;
    this.#all = new Map([
      [LAKE_WAREHOUSE_ID, lake],
      ...others.map(each => [each.info.id, each] as const),
    ]);
  }

  /** All of them, the lake first. */
  list(): readonly Warehouse[] {
    return [...this.#all.values()];
  }

  /** One of them, or the problem that there is none of this id. */
  find(id: string): Result<Warehouse> {
    const warehouse = this.#all.get(id);
    return warehouse ? ok(warehouse) : refused(this.#unknown(id));
  }

  /** @throws ETUDE_METRICS_WAREHOUSE_NOT_FOUND */
  get(id: string): Warehouse {
    const warehouse = this.#all.get(id);
    if (warehouse) return warehouse;
    const { code, message } = this.#unknown(id);
    throw new EtudeError(message, { code, kind: 'user', details: { id } });
  }

  /** Stops what runs and lets the connections go. */
  async close(): Promise<void> {
    await Promise.all(this.list().map(({ driver }) => driver.close()));
  }

  #unknown(id: string): Problem {
    return {
      code: 'ETUDE_METRICS_WAREHOUSE_NOT_FOUND',
      message: `There is no warehouse '${id}' in the configuration of this portal. Choose one of ${[...this.#all.keys()].join(', ')}, or add it under etude.warehouses.`,
      path: 'warehouseId',
    };
  }
}
