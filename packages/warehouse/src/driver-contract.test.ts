import { describe, expect, it } from 'vitest';
import { driverContract } from './driver-contract';
import type { ContractRunner } from './driver-contract';
import type { WarehouseDriver } from './warehouse-driver';
import { WAREHOUSE_ERROR_CODES, warehouseError } from './warehouse-error';

/** Collects the cases of the contract instead of running them at once. */
const casesFor = (driver: WarehouseDriver) => {
  const cases: { name: string; body: () => Promise<void> }[] = [];
  const runner: ContractRunner = {
    describe: (_name, body) => body(),
    it: (name, body) => cases.push({ name, body }),
    expect,
    wait: () => Promise.resolve(),
  };
  driverContract(
    'a driver',
    () => ({ driver, endlessSql: 'SELECT 1', decimalSql: 'SELECT 0.25' }),
    runner,
  );
  return cases;
};

describe('the driver contract', () => {
  it('fails in every case for a driver that answers nothing', async () => {
    const empty: WarehouseDriver = {
      dialect: 'duckdb',
      query: () =>
        Promise.resolve({
          rows: [],
          columns: [],
          elapsedMs: 0,
          bytesRead: null,
        }),
      describe: () => Promise.resolve([]),
      estimate: () => Promise.resolve({ bytes: -1, rows: -1 }),
      close: () => Promise.resolve(),
    };
    const cases = casesFor(empty);
    expect(cases.length).toBeGreaterThan(5);
    for (const { body } of cases) await expect(body()).rejects.toThrow();
  });
});

describe('a warehouse error', () => {
  it('blames the writer of the SQL, the machine, or us', () => {
    const kinds = (['sql', 'unreachable', 'file', 'closed'] as const).map(
      failure => warehouseError(failure, 'why').kind,
    );
    expect(kinds).toEqual(['user', 'operational', 'operational', 'bug']);
    const codes = Object.values(WAREHOUSE_ERROR_CODES);
    expect(new Set(codes).size).toBe(codes.length);
  });
});
