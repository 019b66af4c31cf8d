import type { AuditorService } from '@backstage/backend-plugin-api';
import type { Caller } from '@etude/api-node';
import type { Clock } from '@etude/kernel';
import {
  factTableReadPermission,
  warehouseReadPermission,
  warehouseTestPermission,
} from '@etude/plugin-metrics-common';
import type {
  FactTableFreshness,
  WarehouseInfo,
  WarehouseTest,
} from '@etude/plugin-metrics-common';
import { diagnoseConnection } from '@etude/warehouse';
import type { Request } from 'express';
import { notFound } from '../metrics-errors';
import { readFactTableFreshness } from '../read-models/freshness';
import type { FactTableStore } from '../stores/fact-table-store';
import { audited } from './audited';
import { principalName } from './authorization';
import type { Authorization } from './authorization';
import type { Warehouse, Warehouses } from './warehouses';

// A host that drops packets is silent for as long as one waits.
const TEST_TIMEOUT_MS = 15_000;

export type WarehouseChecksOptions = {
  readonly warehouses: Warehouses;
  readonly factTables: FactTableStore;
  readonly authorization: Authorization;
  readonly auditor: AuditorService;
  readonly clock: Clock;
};

type TestCall = { readonly caller: Caller; readonly request: Request };

type Outcome =
  | { readonly status: 'ok'; readonly elapsedMs: number }
  | {
      readonly status: 'failed';
      readonly problem: { readonly code: string; readonly message: string };
    };

const silent = ({ info: { address } }: Warehouse): Outcome => ({
  status: 'failed',
  problem: {
    code: 'ETUDE_WAREHOUSE_UNREACHABLE',
    message: `${address ?? 'The warehouse'} did not answer within ${TEST_TIMEOUT_MS / 1000} s. Check that it runs, its host and port, and that the network lets this machine through.`,
  },
});

const testOf = async (warehouse: Warehouse): Promise<Outcome> => {
  const { driver } = warehouse;
  const signal = AbortSignal.timeout(TEST_TIMEOUT_MS);
  const diagnosis = await diagnoseConnection({
    dialect: driver.dialect,
    query: sql => driver.query(sql, { signal }),
  });
  if (diagnosis.ok) return { status: 'ok', ...diagnosis.value };
  if (signal.aborted) return silent(warehouse);
  const [problem] = diagnosis.problems;
  return {
    status: 'failed',
    problem: {
      code: problem?.code ?? 'ETUDE_WAREHOUSE_ENGINE',
      message: problem?.message ?? 'The warehouse gave no reason.',
    },
  };
};

/** Says which warehouses there are, whether they answer and how fresh they are. */
export class WarehouseChecks {
  readonly #options: WarehouseChecksOptions;
  readonly #lastTests = new Map<string, WarehouseTest>();

  constructor(options: WarehouseChecksOptions) {
    this.#options = options;
  }

  /** The lake first, then the others as configured; no secrets. */
  async list(caller: Caller): Promise<WarehouseInfo[]> {
    const { authorization, warehouses } = this.#options;
    await authorization.require(warehouseReadPermission, caller);
    return warehouses.list().map(({ info }) => ({
      ...info,
      lastTest: this.#lastTests.get(info.id) ?? null,
    }));
  }

  /** @throws ETUDE_METRICS_WAREHOUSE_NOT_FOUND */
  async test(id: string, call: TestCall): Promise<WarehouseTest> {
    const { authorization, auditor, warehouses, clock } = this.#options;
    const { caller, request } = call;
    await authorization.require(warehouseTestPermission, caller);
    const warehouse = warehouses.get(id);
    return audited(
      auditor,
      { eventId: 'warehouse-test', request, meta: { warehouseId: id } },
      async () => {
        const outcome = await testOf(warehouse);
        const test: WarehouseTest = {
          ...outcome,
          testedAt: clock.now().toISOString(),
          testedBy: principalName(caller),
        };
        this.#lastTests.set(id, test);
        return test;
      },
    );
  }

  /**
   * How fresh the rows of a fact table are.
   *
   * @throws ETUDE_METRICS_FACT_TABLE_NOT_FOUND, ETUDE_METRICS_FRESHNESS_NO_TIME,
   * ETUDE_METRICS_QUERY_TOO_LARGE, and what the warehouse throws
   */
  async freshness(
    factTableId: string,
    call: { readonly caller: Caller; readonly signal: AbortSignal },
  ): Promise<FactTableFreshness> {
    const { authorization, factTables, warehouses, clock } = this.#options;
    await authorization.require(factTableReadPermission, call.caller);
    const factTable = await factTables.find(factTableId);
    if (!factTable) throw notFound('fact table', factTableId);
    return readFactTableFreshness(factTable, {
      warehouses,
      now: clock.now(),
      signal: call.signal,
    });
  }
}
