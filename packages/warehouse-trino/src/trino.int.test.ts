import {
  compareMoments,
  expectedMoments,
  rowCases,
  rowTables,
  runRowCase,
} from '@etude/metrics/conformance';
import {
  HOSTILE_NAMES,
  HOSTILE_TEXTS,
  engineCases,
  runEngineCase,
} from '@etude/sql/conformance';
import { driverContract, engineSuite } from '@etude/warehouse';
import type { WarehouseDriver } from '@etude/warehouse';
import { column, item, printSql, select, table } from '@etude/sql';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTrino } from './testing/trino-under-test';
import type { TrinoUnderTest } from './testing/trino-under-test';

// One file for all that needs the engine: starting it takes half a minute.
const START_LIMIT_MS = 600_000;
const CASE_LIMIT_MS = 120_000;

const numbers = (alias: string) => `UNNEST(sequence(1, 10000)) AS ${alias}(n)`;
const ENDLESS = `SELECT count(*) AS "last" FROM ${numbers('a')} CROSS JOIN ${numbers('b')} CROSS JOIN ${numbers('c')} WHERE a.n + b.n * c.n < 0`;

let engine: TrinoUnderTest | null = null;
const onTrino = engineSuite(
  async () => {
    const started = await startTrino();
    if (!('unavailable' in started)) engine = started;
    return started;
  },
  {
    beforeAll: body => beforeAll(body, START_LIMIT_MS),
    afterAll: body => afterAll(body, CASE_LIMIT_MS),
    it: (name, body) => it(name, body, CASE_LIMIT_MS),
    warn: message => process.stderr.write(`${message}\n`),
  },
);

driverContract(
  'Trino',
  () => {
    if (engine === null) throw new Error('Trino was not started');
    return {
      driver: engine.connect(),
      endlessSql: ENDLESS,
      decimalSql: 'SELECT CAST(0.25 AS DECIMAL(10, 2)) AS "d"',
    };
  },
  { describe, it: (name, body) => onTrino(name, body), expect, wait: delay },
);

describe('the Trino driver', () => {
  onTrino('runs on a worker process of its own', async ({ driver }) => {
    const { rows } = await driver.query(
      'SELECT node_id, coordinator FROM system.runtime.nodes ORDER BY 1',
    );
    expect(rows).toEqual([
      { node_id: 'coordinator', coordinator: true },
      { node_id: 'worker', coordinator: false },
    ]);
  });

  const runningCount = async (trino: TrinoUnderTest) => {
    const { rows } = await trino.driver.query(
      `SELECT count(*) AS n FROM system.runtime.queries WHERE state = 'RUNNING' AND query LIKE '%c.n < 0'`,
    );
    return rows[0]?.['n'];
  };

  onTrino('stops a query at its time limit, on the engine', async trino => {
    const driver = trino.connect({ timeoutMs: 1500 });
    await expect(driver.query(ENDLESS)).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    expect(await runningCount(trino)).toBe(0);
    await driver.close();
  });

  onTrino('ends running queries when it is closed', async trino => {
    const driver = trino.connect();
    const running = driver.query(ENDLESS).catch((error: unknown) => error);
    while ((await runningCount(trino)) === 0) await delay(50);
    await driver.close();
    expect(await running).toMatchObject({ code: 'ETUDE_WAREHOUSE_CANCELLED' });
    expect(await runningCount(trino)).toBe(0);
  });

  onTrino('lets no write look like a SELECT', async trino => {
    await trino.load({
      name: 'kept',
      columns: [{ name: 'x', type: 'bigint' }],
      rows: [[1]],
    });
    const writes = [
      // Only to Trino does a carriage return end the comment.
      '-- \rINSERT INTO kept --\nSELECT 2',
      '(SELECT 1); DROP TABLE kept',
      'EXPLAIN ANALYZE INSERT INTO kept SELECT 2',
    ];
    for (const sql of writes) {
      await expect(trino.driver.query(sql)).rejects.toMatchObject({
        code: 'ETUDE_WAREHOUSE_NOT_READ_ONLY',
      });
    }
    const { rows } = await trino.driver.query('SELECT x FROM kept');
    expect(rows).toEqual([{ x: 1 }]);
  });

  onTrino('translates the types of Trino', async ({ driver }) => {
    const { rows } = await driver.query(
      `SELECT BIGINT '9007199254740993' AS big, 1.25 AS exact, REAL '0.5' AS small, TIMESTAMP '1969-12-31 23:59:59.999999' AS before, TIMESTAMP '2026-03-29 03:30:00.5 +02:00' AS zoned, DATE '2026-01-02' AS day, ARRAY[1, NULL] AS list, CAST(ROW(1, 'a') AS ROW(n BIGINT, t VARCHAR)) AS record, MAP(ARRAY['k'], ARRAY[2]) AS map, X'00FF' AS bytes, JSON '{"a": 1}' AS json, TIME '01:02:03' AS time, 1 AS a, 2 AS a`,
    );
    expect(rows).toEqual([
      {
        big: 9007199254740992,
        exact: 1.25,
        small: 0.5,
        before: '1969-12-31T23:59:59.999Z',
        zoned: '2026-03-29T01:30:00.500Z',
        day: '2026-01-02',
        list: '[1,null]',
        record: '[1,"a"]',
        map: '{"k":2}',
        bytes: 'AP8=',
        json: '{"a":1}',
        time: '01:02:03',
        a: 1,
        'a:1': 2,
      },
    ]);
  });

  onTrino('takes what is no number for a failure', async ({ driver }) => {
    for (const sql of ['SELECT nan() AS x', 'SELECT 1e0 / 0 AS x']) {
      await expect(driver.query(sql)).rejects.toMatchObject({
        code: 'ETUDE_WAREHOUSE_SQL',
        kind: 'user',
      });
    }
  });

  onTrino('estimates and counts what is read of tables', async trino => {
    await trino.load({
      name: 'thousand',
      columns: [{ name: 'x', type: 'bigint' }],
      rows: Array.from({ length: 1000 }, (_, index) => [index]),
    });
    const sql = 'SELECT sum(x) AS total FROM thousand';
    const estimate = await trino.driver.estimate(sql);
    expect(estimate.rows).toBe(1000);
    expect(estimate.bytes).toBeGreaterThanOrEqual(8000);
    const { rows, bytesRead } = await trino.driver.query(sql);
    expect(rows).toEqual([{ total: 499_500 }]);
    expect(bytesRead).toBeGreaterThanOrEqual(8000);
  });
});

describe('what the printer writes, Trino reads', () => {
  for (const sqlCase of engineCases('trino')) {
    onTrino(sqlCase.name, async ({ driver }) => {
      const differences = await runEngineCase(
        sqlCase,
        'trino',
        async sql => (await driver.query(sql)).rows,
      );
      expect(differences).toEqual([]);
    });
  }

  onTrino('hostile names and values of stored tables', async trino => {
    const names = HOSTILE_NAMES.filter(name => name !== '');
    const stored = {
      name: 'a"b\'c `d` \\ Ü',
      columns: names.map(name => ({ name, type: 'text' as const })),
      rows: HOSTILE_TEXTS.map(text => names.map(() => text)),
    };
    await trino.load(stored);
    const { rows } = await trino.driver.query(
      printSql(
        select({
          items: names.map((name, at) => item(`c${at}`, column('t', name))),
          from: table(stored.name, 't'),
        }),
        'trino',
      ),
    );
    const texts = rows.flatMap(row => Object.values(row)).sort();
    expect(texts).toEqual(stored.rows.flat().sort());
  });

  onTrino('never with a NUL character', async ({ driver }) => {
    await expect(driver.query("SELECT 'a\0' AS x")).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_SQL',
    });
  });
});

describe('row cases on Trino', () => {
  // One driver for all cases: those of a group share its one query.
  let prepared: Promise<WarehouseDriver> | null = null;
  const prepare = async (trino: TrinoUnderTest) => {
    for (const rowTable of rowTables()) await trino.load(rowTable);
    return trino.connect({ timeoutMs: CASE_LIMIT_MS / 2 });
  };
  for (const rowCase of rowCases()) {
    onTrino(rowCase.name, async trino => {
      const driver = await (prepared ??= prepare(trino));
      const actual = await runRowCase(driver, rowCase);
      expect(compareMoments(actual, expectedMoments(rowCase))).toEqual([]);
    });
  }
});
