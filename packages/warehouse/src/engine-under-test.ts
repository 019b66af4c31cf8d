import type { SqlType } from '@etude/sql';
import type { WarehouseDriver, WarehouseValue } from './warehouse-driver';

export type TestColumn = { readonly name: string; readonly type: SqlType };

/**
 * A small table for tests. Cells are in the order of the columns; timestamps
 * are ISO strings in UTC, dates `YYYY-MM-DD`.
 */
export type TestTable = {
  readonly name: string;
  readonly columns: readonly TestColumn[];
  readonly rows: readonly (readonly WarehouseValue[])[];
};

/**
 * A real engine that tests started: what every `*.int.test.ts` that compares
 * engines is written against.
 */
export type EngineUnderTest = {
  /** What to call it in the names of tests, with its version. */
  readonly name: string;
  readonly driver: WarehouseDriver;
  /** Creates the table and fills it; a table of that name is replaced. */
  readonly load: (table: TestTable) => Promise<void>;
  /** Stops the engine and everything that was started for it. */
  readonly stop: () => Promise<void>;
};

/** An engine, or why this machine cannot start it: the test skips, loudly. */
export type EngineStart = EngineUnderTest | { readonly unavailable: string };
