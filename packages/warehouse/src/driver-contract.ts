import { hasErrorCode } from '@etude/kernel';
import { column, item, literal, printSql, rawSource, select } from '@etude/sql';
import type { Query } from '@etude/sql';
import { checkSourceSql } from './check-source-sql';
import {
  HARMLESS_SOURCES,
  HOSTILE_SOURCES,
  WRITES,
  numbers,
  one,
  plainValues,
  times,
} from './contract-samples';
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

/** A driver that the contract closes, with what only its engine can spell. */
export type DriverUnderContract = {
  readonly driver: WarehouseDriver;
  /**
   * One SELECT that reads no stored table and runs for minutes on any machine
   * unless it is stopped. It has one column.
   */
  readonly endlessSql: string;
  /** One SELECT of one row with 0.25 as the engine's exact decimal, `d`. */
  readonly decimalSql: string;
};

/** Opens a driver, anew for every case. */
export type DriverMaker = () =>
  DriverUnderContract | Promise<DriverUnderContract>;

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
    body: (subject: DriverUnderContract) => Promise<void>,
  ) => {
    const subject = await make();
    try {
      await body(subject);
    } finally {
      await subject.driver.close();
    }
  };
  const ask = (driver: WarehouseDriver, query: Query) =>
    driver.query(printSql(query, driver.dialect));

  describe(`${name} keeps the driver contract`, () => {
    it('gives numbers, text, truth and NULL as they are', () =>
      withDriver(async ({ driver, decimalSql }) => {
        expect((await ask(driver, plainValues)).rows).toEqual([
          { big: 7, double: 0.1, text: "a'b", yes: true, none: null },
        ]);
        expect((await ask(driver, numbers)).rows).toEqual([{ total: 3 }]);
        expect((await driver.query(decimalSql)).rows).toEqual([{ d: 0.25 }]);
      }));

    it('gives timestamps as ISO in UTC and dates as days', () =>
      withDriver(async ({ driver }) => {
        expect((await ask(driver, times)).rows).toEqual([
          { at: '2026-03-29T02:30:00.125Z', day: '1969-12-31' },
        ]);
      }));

    it('names the columns of an empty answer', () =>
      withDriver(async ({ driver }) => {
        const { rows, columns } = await ask(driver, {
          ...plainValues,
          where: literal(false),
        });
        expect(rows).toEqual([]);
        expect(columns.map(each => each.name)).toEqual(
          plainValues.items.map(each => each.alias),
        );
      }));

    it('answers queries that run at the same time', () =>
      withDriver(async ({ driver }) => {
        const answers = await Promise.all(
          [1, 2, 3].map(n =>
            ask(driver, select({ items: [item('n', literal(n))] })),
          ),
        );
        expect(answers.map(answer => answer.rows[0]?.['n'])).toEqual([1, 2, 3]);
      }));

    it('describes a query that would never end', () =>
      withDriver(async ({ driver, endlessSql }) => {
        expect((await driver.describe(endlessSql)).length).toEqual(1);
        const described = await driver.describe(
          printSql(plainValues, driver.dialect),
        );
        const { columns } = await ask(driver, plainValues);
        expect(described).toEqual(columns);
      }));

    it('estimates a query that would never end', () =>
      withDriver(async ({ driver, endlessSql }) => {
        const estimate = await driver.estimate(endlessSql);
        for (const value of [estimate.bytes, estimate.rows]) {
          expect(value === null || value >= 0).toEqual(true);
        }
      }));

    it('calls SQL that cannot run an error of its writer', () =>
      withDriver(async ({ driver }) => {
        for (const sql of ['SELECT 1 +', 'SELECT x FROM no_such_table']) {
          const answers = [
            codeOf(driver.query(sql)),
            codeOf(driver.describe(sql)),
            codeOf(driver.estimate(sql)),
          ];
          for (const answer of answers) {
            expect(await answer).toEqual(WAREHOUSE_ERROR_CODES.sql);
          }
        }
      }));

    it('refuses anything but one SELECT', () =>
      withDriver(async ({ driver }) => {
        for (const sql of WRITES) {
          const answers = [
            codeOf(driver.query(sql)),
            codeOf(driver.describe(sql)),
            codeOf(driver.estimate(sql)),
          ];
          for (const answer of answers) {
            expect(await answer).toEqual(
              WAREHOUSE_ERROR_CODES['not-read-only'],
            );
          }
        }
      }));

    it('takes no source that writes or leaves its subquery', () =>
      withDriver(async ({ driver }) => {
        const accepted: string[] = [];
        for (const sql of HOSTILE_SOURCES) {
          if ((await checkSourceSql(driver, sql)).ok) accepted.push(sql);
        }
        expect(accepted).toEqual([]);
        for (const sql of HARMLESS_SOURCES) {
          const checked = await checkSourceSql(driver, sql);
          expect(checked.ok ? checked.value.map(c => c.name) : checked).toEqual(
            ['a'],
          );
          const { rows } = await ask(
            driver,
            select({
              items: [item('a', column('s', 'a'))],
              from: rawSource(sql, 's'),
            }),
          );
          expect(rows.length).toEqual(1);
        }
      }));

    it('tells the line of the person where their SQL is wrong', () =>
      withDriver(async ({ driver }) => {
        const wrong = [
          'SELECT\n  a,\n  no_such_column\nFROM (SELECT 1 AS a) AS t',
          'SELECT\n  1 AS a,\n  (2 + ) AS b\nFROM t',
        ];
        for (const sql of wrong) {
          const checked = await checkSourceSql(driver, sql);
          const problem = checked.ok ? undefined : checked.problems[0];
          expect(problem?.details?.['line']).toEqual(3);
        }
      }));

    it('stops a running query when it is aborted, and answers the next', () =>
      withDriver(async ({ driver, endlessSql }) => {
        const { signal, abort } = cancelSource();
        const running = codeOf(driver.query(endlessSql, { signal }));
        await wait(100);
        abort();
        expect(await running).toEqual(WAREHOUSE_ERROR_CODES.cancelled);
        expect((await ask(driver, one)).rows).toEqual([{ one: 1 }]);
      }));

    it('does not start a query that is aborted already', () =>
      withDriver(async ({ driver }) => {
        const { signal, abort } = cancelSource();
        abort();
        const sql = printSql(one, driver.dialect);
        expect(await codeOf(driver.query(sql, { signal }))).toEqual(
          WAREHOUSE_ERROR_CODES.cancelled,
        );
      }));

    it('refuses queries after close; closing twice is harmless', async () => {
      const { driver } = await make();
      await driver.close();
      await driver.close();
      const sql = printSql(one, driver.dialect);
      const answers = [
        codeOf(driver.query(sql)),
        codeOf(driver.describe(sql)),
        codeOf(driver.estimate(sql)),
      ];
      for (const answer of answers) {
        expect(await answer).toEqual(WAREHOUSE_ERROR_CODES.closed);
      }
    });
  });
};
