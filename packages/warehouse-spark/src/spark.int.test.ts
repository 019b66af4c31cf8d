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
import { startSpark } from './testing/spark-under-test';
import type { SparkUnderTest } from './testing/spark-under-test';

// One file for all that needs the engine: starting it takes half a minute.
const START_LIMIT_MS = 600_000;
const CASE_LIMIT_MS = 120_000;

const ENDLESS =
  'SELECT count(*) AS `last` FROM range(0, 10000000, 1, 2) AS a CROSS JOIN range(0, 10000000, 1, 2) AS b WHERE a.id * b.id < -1';

let engine: SparkUnderTest | null = null;
const onSpark = engineSuite(
  async () => {
    const started = await startSpark();
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
  'Spark',
  () => {
    if (engine === null) throw new Error('Spark was not started');
    return {
      driver: engine.connect(),
      endlessSql: ENDLESS,
      decimalSql: 'SELECT CAST(0.25 AS DECIMAL(10, 2)) AS `d`',
    };
  },
  { describe, it: (name, body) => onSpark(name, body), expect, wait: delay },
);

describe('the Spark driver', () => {
  onSpark('runs on two executors of their own', async ({ driver }) => {
    // Tasks of one stage go to both, each with a core.
    const { rows } = await driver.query(
      'SELECT count(DISTINCT id % 2) AS n FROM range(0, 1000000, 1, 2)',
    );
    expect(rows).toEqual([{ n: 2 }]);
  });

  const isQuiet = async (spark: SparkUnderTest) => {
    // Two cores in all: this waits for ever while another query has them.
    const startedAt = performance.now();
    await spark.driver.query('SELECT count(*) AS n FROM range(0, 10, 1, 2)');
    return performance.now() - startedAt < 30_000;
  };

  onSpark('stops a query at its time limit, on the engine', async spark => {
    const driver = spark.connect({ timeoutMs: 3000 });
    await expect(driver.query(ENDLESS)).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    expect(await isQuiet(spark)).toBe(true);
    await driver.close();
  });

  onSpark('ends running queries when it is closed', async spark => {
    const driver = spark.connect();
    const running = driver.query(ENDLESS).catch((error: unknown) => error);
    await delay(3000);
    await driver.close();
    expect(await running).toMatchObject({ code: 'ETUDE_WAREHOUSE_CANCELLED' });
    expect(await isQuiet(spark)).toBe(true);
  });

  onSpark('lets no write look like a SELECT', async spark => {
    await spark.load({
      name: 'kept',
      columns: [{ name: 'x', type: 'bigint' }],
      rows: [[1]],
    });
    const many = Array.from({ length: 60 }, (_, at) => `${at} AS c${at}`);
    const writes = [
      // Only Spark's comments nest.
      '/* /* */ SELECT 1 */ DROP TABLE kept',
      'WITH w AS (SELECT 2 AS x) INSERT INTO kept SELECT x FROM w',
      '(SELECT 1); DROP TABLE kept',
      'SET spark.sql.variable.substitute=true',
      "SELECT TRANSFORM(x) USING 'touch /tmp/etude' FROM kept",
      "SELECT reflect('java.lang.System', 'getProperty', 'user.home') AS a",
      `SELECT ${many.join(', ')}, java_method('java.lang.System', 'gc') AS a`,
      "SELECT identifier('ref' || 'lect')('java.lang.System', 'exit', 1) AS a",
    ];
    for (const sql of writes) {
      await expect(spark.driver.query(sql)).rejects.toMatchObject({
        code: 'ETUDE_WAREHOUSE_NOT_READ_ONLY',
      });
    }
    const { rows } = await spark.driver.query('SELECT x FROM kept');
    expect(rows).toEqual([{ x: 1 }]);
  });

  onSpark('shows SQL neither files nor its environment', async spark => {
    await expect(
      spark.driver.query('SELECT * FROM text.`/etc/passwd`'),
    ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_SQL' });
    const { rows } = await spark.driver.query("SELECT '${env:PATH}' AS a");
    expect(rows).toEqual([{ a: '${env:PATH}' }]);
  });

  onSpark('translates the types of Spark', async ({ driver }) => {
    const { rows, columns } = await driver.query(
      `SELECT 9007199254740993L AS big, 1.25 AS exact, float(0.5) AS small, timestamp '1969-12-31 23:59:59.999999' AS before, timestamp '2026-03-29 03:30:00.5+02:00' AS zoned, timestamp_ntz '2026-03-29 02:30:00' AS plain, date '2026-01-02' AS day, array(1, NULL) AS list, struct(1 AS n, 'a' AS t) AS record, map('k', 2) AS map, X'00FF' AS bytes, 1 AS a, 2 AS a, CAST(NULL AS double) AS none`,
    );
    expect(rows).toEqual([
      {
        big: 9007199254740992,
        exact: 1.25,
        small: 0.5,
        before: '1969-12-31T23:59:59.999Z',
        zoned: '2026-03-29T01:30:00.500Z',
        plain: '2026-03-29T02:30:00.000Z',
        day: '2026-01-02',
        list: '[1,null]',
        record: '{"n":1,"t":"a"}',
        map: '{"k":2}',
        bytes: 'AP8=',
        a: 1,
        'a:1': 2,
        none: null,
      },
    ]);
    expect(columns[7]).toEqual({ name: 'list', type: 'array<int>' });
  });

  onSpark('takes what is no number for a failure', async ({ driver }) => {
    for (const sql of ["SELECT double('NaN') AS x", 'SELECT 1 / 0 AS x']) {
      await expect(driver.query(sql)).rejects.toMatchObject({
        code: 'ETUDE_WAREHOUSE_SQL',
        kind: 'user',
      });
    }
  });

  onSpark('estimates what is read of tables', async spark => {
    await spark.load({
      name: 'thousand',
      columns: [{ name: 'x', type: 'bigint' }],
      rows: Array.from({ length: 1000 }, (_, index) => [index]),
    });
    const sql = 'SELECT sum(x) AS total FROM thousand';
    const estimate = await spark.driver.estimate(sql);
    expect(estimate.bytes).toBeGreaterThan(1000);
    expect(estimate.rows).toBeNull();
    const { rows } = await spark.driver.query(sql);
    expect(rows).toEqual([{ total: 499_500 }]);
  });

  onSpark('gives all rows of a long answer', async ({ driver }) => {
    const { rows } = await driver.query('SELECT id FROM range(12345)');
    expect(new Set(rows.map(row => row['id'])).size).toBe(12_345);
  });
});

describe('what the printer writes, Spark reads', () => {
  for (const sqlCase of engineCases('spark')) {
    onSpark(sqlCase.name, async ({ driver }) => {
      const differences = await runEngineCase(
        sqlCase,
        'spark',
        async sql => (await driver.query(sql)).rows,
      );
      expect(differences).toEqual([]);
    });
  }

  onSpark('hostile names and values of stored tables', async spark => {
    const names = HOSTILE_NAMES.filter(name => name !== '');
    const stored = {
      // Spark's own catalog takes no other names of tables.
      name: 'hostile_names',
      columns: names.map(name => ({ name, type: 'text' as const })),
      rows: HOSTILE_TEXTS.map(text => names.map(() => text)),
    };
    await spark.load(stored);
    const { rows } = await spark.driver.query(
      printSql(
        select({
          items: names.map((name, at) => item(`c${at}`, column('t', name))),
          from: table(stored.name, 't'),
        }),
        'spark',
      ),
    );
    const texts = rows.flatMap(row => Object.values(row)).sort();
    expect(texts).toEqual(stored.rows.flat().sort());
  });

  onSpark('never with a NUL character', async ({ driver }) => {
    await expect(driver.query("SELECT 'a\0' AS x")).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_SQL',
    });
  });
});

describe('row cases on Spark', () => {
  // One driver for all cases: those of a group share its one query.
  let prepared: Promise<WarehouseDriver> | null = null;
  const prepare = async (spark: SparkUnderTest) => {
    for (const rowTable of rowTables()) await spark.load(rowTable);
    return spark.connect({ timeoutMs: CASE_LIMIT_MS / 2 });
  };
  for (const rowCase of rowCases()) {
    onSpark(rowCase.name, async spark => {
      const driver = await (prepared ??= prepare(spark));
      const actual = await runRowCase(driver, rowCase);
      expect(compareMoments(actual, expectedMoments(rowCase))).toEqual([]);
    });
  }
});
