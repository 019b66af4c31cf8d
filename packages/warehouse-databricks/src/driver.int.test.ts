import {
  diagnoseConnection,
  driverContract,
  engineSuite,
} from '@etude/warehouse';
import { engineCases, runEngineCase } from '@etude/sql/conformance';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabricksDriver } from './databricks-driver';
import { startDatabricks } from './testing/databricks-under-test';
import type { DatabricksUnderTest } from './testing/databricks-under-test';

const ENDLESS =
  'SELECT count(*) AS n FROM range(0, 100000000) AS a CROSS JOIN range(0, 100000000) AS b';

// What sqlglot does not say in DuckDB's words, or says wrongly (percentile); the
// real Spark of @etude/warehouse-spark runs these.
const NOT_TRANSLATED = [
  'the beginnings of hours, days, weeks and months',
  'moved instants, by fixed seconds and by seconds of the row',
  'quantiles are interpolated',
  'slices are few, all used, repeatable, and others with another salt',
];

describe('the Databricks driver', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  let engine: DatabricksUnderTest | null = null;
  const onEngine = engineSuite(
    async () => {
      const started = await startDatabricks();
      if (!('unavailable' in started)) engine = started;
      return started;
    },
    { beforeAll, afterAll, it, warn },
  );

  driverContract(
    'Databricks',
    () => {
      if (engine === null) throw new Error('Databricks was not started');
      return {
        driver: engine.connect(),
        endlessSql: ENDLESS,
        decimalSql: 'SELECT CAST(0.25 AS DECIMAL(10, 2)) AS d',
      };
    },
    { describe, it: (name, body) => onEngine(name, body), expect, wait: delay },
  );

  onEngine('translates the types of Databricks', async ({ driver }) => {
    const { rows, columns } = await driver.query(
      "SELECT CAST(7 AS BIGINT) AS big, CAST(1.25 AS DECIMAL(10, 2)) AS exact, CAST(0.5 AS DOUBLE) AS small, 'ä\\n日本' AS text, true AS yes, CAST(NULL AS DOUBLE) AS none, TIMESTAMP '2026-03-29 02:30:00.125001Z' AS at, TIMESTAMP '1969-12-31 23:59:59.999999Z' AS before, DATE '2026-01-02' AS day",
    );
    expect(rows).toEqual([
      {
        big: 7,
        exact: 1.25,
        small: 0.5,
        text: 'ä\n日本',
        yes: true,
        none: null,
        at: '2026-03-29T02:30:00.125Z',
        before: '1969-12-31T23:59:59.999Z',
        day: '2026-01-02',
      },
    ]);
    expect(columns[0]).toEqual({ name: 'big', type: 'bigint' });
  });

  onEngine('takes what is no number for a failure', async ({ driver }) => {
    await expect(
      driver.query("SELECT CAST('NaN' AS DOUBLE) AS x"),
    ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_SQL' });
  });

  onEngine('gives all rows of a long answer, in order', async ({ driver }) => {
    const { rows } = await driver.query(
      'SELECT r.range AS n FROM range(0, 12345) AS r ORDER BY n',
    );
    expect(rows.map(row => row['n'])).toEqual(
      Array.from({ length: 12_345 }, (_, index) => index),
    );
  });

  onEngine('refuses two columns of one name', async ({ driver }) => {
    await expect(driver.query('SELECT 1 AS a, 2 AS a')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_SQL',
    });
  });

  onEngine('sets up its session, and quotes its schema', async server => {
    server.server.statements.length = 0;
    const driver = server.connect({ schemaPath: ['main', 'a`; DROP'] });
    await driver.query('SELECT 1 AS a');
    await driver.close();
    const { statements } = server.server;
    expect(statements).toContain("SET TIME ZONE 'UTC'");
    expect(statements).toContain('SET ANSI_MODE = true');
    expect(statements).toContain('USE `main`.`a``; DROP`');
  });

  onEngine('stops a query at its limit and at its close', async server => {
    const driver = server.connect({ timeoutMs: 4000 });
    // Logs in, and sqlglot has read it before.
    await driver.describe(ENDLESS);
    await expect(driver.query(ENDLESS)).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    const running = driver.query(ENDLESS).catch((error: unknown) => error);
    await delay(500);
    await driver.close();
    expect(await running).toMatchObject({ code: 'ETUDE_WAREHOUSE_CANCELLED' });
  });

  onEngine('tells why it cannot connect, never the secret', async server => {
    const token = 'hunter2';
    const login = { kind: 'access-token', token } as const;
    const cases = [
      [{ login }, 'AUTHENTICATION'],
      [{ login, port: 1, answerTimeoutMs: 1000 }, 'UNREACHABLE'],
      // A certificate that nobody vouches for.
      [{ login, certificateAuthority: undefined }, 'UNREACHABLE'],
    ] as const;
    for (const [options, code] of cases) {
      const { certificateAuthority, ...rest } = {
        certificateAuthority: server.certificate,
        ...options,
      };
      const driver = server.connect({
        ...rest,
        ...(certificateAuthority === undefined
          ? { host: '127.0.0.1' }
          : { certificateAuthority }),
      });
      const diagnosis = await diagnoseConnection(driver);
      await driver.close();
      const problem = diagnosis.ok ? undefined : diagnosis.problems[0];
      expect(problem?.code).toBe(`ETUDE_WAREHOUSE_${code}`);
      expect(JSON.stringify(problem)).not.toContain(token);
    }
  });

  for (const engineCase of engineCases('spark')) {
    if (NOT_TRANSLATED.includes(engineCase.name)) continue;
    onEngine(`means what it says: ${engineCase.name}`, async ({ driver }) => {
      const run = async (sql: string) => (await driver.query(sql)).rows;
      expect(await runEngineCase(engineCase, 'spark', run)).toEqual([]);
    });
  }

  it('says how to install the client where it is not', async () => {
    const driver = createDatabricksDriver({
      host: 'localhost',
      httpPath: '/sql/1.0/warehouses/abc',
      login: { kind: 'access-token', token: 'hunter2' },
    });
    await expect(driver.query('SELECT 1 AS a')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_CLIENT_MISSING',
      message: expect.stringContaining(
        "yarn workspace @etude/backend add '@databricks/sql@^2.0.0'",
      ),
    });
    await driver.close();
  });
});
