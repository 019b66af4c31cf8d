import { hasErrorCode } from '@etude/kernel';
import type { CancelSignal, WarehouseDriver } from './warehouse-driver';
import { WAREHOUSE_ERROR_CODES } from './warehouse-error';

/** The part of a test runner that the contract needs, vitest's or jest's. */
export type ContractRunner = {
  readonly describe: (name: string, body: () => void) => unknown;
  readonly it: (name: string, body: () => Promise<void>) => unknown;
  readonly expect: (value: unknown) => {
    toEqual(expected: unknown): unknown;
  };
  /** Resolves after that many milliseconds of real time. */
  readonly wait: (ms: number) => Promise<void>;
};

/** A driver under test, opened by `make` and closed by the contract. */
export type DriverMaker = () => WarehouseDriver | Promise<WarehouseDriver>;

const codeOf = async (run: Promise<unknown>): Promise<string> => {
  try {
    await run;
  } catch (error) {
    const known = Object.values(WAREHOUSE_ERROR_CODES);
    return known.find(code => hasErrorCode(error, code)) ?? String(error);
  }
  return 'no error';
};

/** A cancel signal of the suite's own, since packages have no DOM types. */
const cancelSource = () => {
  const listeners = new Set<() => void>();
  const state = { aborted: false };
  const signal: CancelSignal = {
    get aborted() {
      return state.aborted;
    },
    addEventListener: (_type, listener) => listeners.add(listener),
    removeEventListener: (_type, listener) => listeners.delete(listener),
  };
  const abort = () => {
    state.aborted = true;
    for (const listener of listeners) listener();
  };
  return { signal, abort };
};

/** Counts to a number that no engine reaches before it is told to stop. */
const ENDLESS_QUERY = `
  WITH RECURSIVE "steps" AS (
    SELECT 1 AS "step" UNION ALL SELECT "step" + 1 FROM "steps" WHERE "step" < 2000000000
  ) SELECT MAX("step") AS "last" FROM "steps"`;

/**
 * The suite that every driver passes, fakes too: values come back in the types
 * of the contract, failures with their codes, and an abort stops the query.
 */
export const driverContract = (
  name: string,
  make: DriverMaker,
  { describe, it, expect, wait }: ContractRunner,
): void => {
  const withDriver = async (
    body: (driver: WarehouseDriver) => Promise<void>,
  ) => {
    const driver = await make();
    try {
      await body(driver);
    } finally {
      await driver.close();
    }
  };

  describe(`${name} keeps the driver contract`, () => {
    it('gives numbers, text, truth and NULL as they are', () =>
      withDriver(async driver => {
        const { rows } = await driver.query(
          `SELECT CAST(7 AS BIGINT) AS "big", CAST(0.25 AS DECIMAL(10, 2)) AS "decimal", 'a''b' AS "text", TRUE AS "yes", CAST(NULL AS INTEGER) AS "none", SUM("n") AS "total" FROM (SELECT 1 AS "n" UNION ALL SELECT 2) AS "t"`,
        );
        expect(rows).toEqual([
          {
            big: 7,
            decimal: 0.25,
            text: "a'b",
            yes: true,
            none: null,
            total: 3,
          },
        ]);
      }));

    it('gives timestamps as ISO in UTC and dates as days', () =>
      withDriver(async driver => {
        const { rows } = await driver.query(
          `SELECT TIMESTAMP '2026-03-29 02:30:00.125' AS "at", DATE '1969-12-31' AS "day"`,
        );
        expect(rows).toEqual([
          { at: '2026-03-29T02:30:00.125Z', day: '1969-12-31' },
        ]);
      }));

    it('names the columns of an empty answer', () =>
      withDriver(async driver => {
        const { rows, columns } = await driver.query(
          'SELECT 1 AS "one", 2 AS "two" WHERE FALSE',
        );
        expect(rows).toEqual([]);
        expect(columns.map(column => column.name)).toEqual(['one', 'two']);
      }));

    it('answers queries that run at the same time', () =>
      withDriver(async driver => {
        const answers = await Promise.all(
          [1, 2, 3].map(n => driver.query(`SELECT ${n} AS "n"`)),
        );
        expect(answers.map(answer => answer.rows[0]?.['n'])).toEqual([1, 2, 3]);
      }));

    it('calls SQL that cannot run an error of its writer', () =>
      withDriver(async driver => {
        const wrong = ['SELEC 1', 'SELECT "x" FROM "no_such_table"'];
        for (const sql of wrong) {
          expect(await codeOf(driver.query(sql))).toEqual(
            WAREHOUSE_ERROR_CODES.sql,
          );
        }
      }));

    it('refuses anything but one SELECT', () =>
      withDriver(async driver => {
        const writes = ['CREATE TABLE "t" ("x" INTEGER)', 'SELECT 1; SELECT 2'];
        for (const sql of writes) {
          expect(await codeOf(driver.query(sql))).toEqual(
            WAREHOUSE_ERROR_CODES['not-read-only'],
          );
        }
      }));

    it('stops a running query when it is aborted, and answers the next', () =>
      withDriver(async driver => {
        const { signal, abort } = cancelSource();
        const running = codeOf(driver.query(ENDLESS_QUERY, { signal }));
        await wait(50);
        abort();
        expect(await running).toEqual(WAREHOUSE_ERROR_CODES.cancelled);
        const { rows } = await driver.query('SELECT 1 AS "one"');
        expect(rows).toEqual([{ one: 1 }]);
      }));

    it('does not start a query that is aborted already', () =>
      withDriver(async driver => {
        const { signal, abort } = cancelSource();
        abort();
        expect(
          await codeOf(driver.query('SELECT 1 AS "one"', { signal })),
        ).toEqual(WAREHOUSE_ERROR_CODES.cancelled);
      }));

    it('refuses queries after close; closing twice is harmless', async () => {
      const driver = await make();
      await driver.close();
      await driver.close();
      expect(await codeOf(driver.query('SELECT 1 AS "one"'))).toEqual(
        WAREHOUSE_ERROR_CODES.closed,
      );
    });
  });
};
