import {
  diagnoseConnection,
  driverContract,
  engineSuite,
} from '@etude/warehouse';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSnowflakeDriver } from './snowflake-driver';
import {
  makeKey,
  PASSPHRASE,
  startSnowflake,
} from './testing/snowflake-under-test';
import type { SnowflakeUnderTest } from './testing/snowflake-under-test';

const ENDLESS =
  'SELECT COUNT(*) AS "n" FROM TABLE(GENERATOR(ROWCOUNT => 100000000)) AS a CROSS JOIN TABLE(GENERATOR(ROWCOUNT => 100000000)) AS b';

describe('the Snowflake driver', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  let engine: SnowflakeUnderTest | null = null;
  const onEngine = engineSuite(
    async () => {
      const started = await startSnowflake();
      if (!('unavailable' in started)) engine = started;
      return started;
    },
    { beforeAll, afterAll, it, warn },
  );

  driverContract(
    'Snowflake',
    () => {
      if (engine === null) throw new Error('Snowflake was not started');
      return {
        driver: engine.connect(),
        endlessSql: ENDLESS,
        decimalSql: 'SELECT CAST(0.25 AS NUMBER(10, 2)) AS "d"',
      };
    },
    { describe, it: (name, body) => onEngine(name, body), expect, wait: delay },
  );

  const column = (name: string, type: string, scale: number | null = null) => ({
    name,
    type,
    scale,
    precision: scale === null ? null : 38,
    nullable: true,
  });

  onEngine('translates the types of Snowflake', async server => {
    // As the server answers: days, and seconds with nine digits, since 1970.
    const rowtype = [
      column('big', 'fixed', 0),
      column('exact', 'fixed', 2),
      column('double', 'real'),
      column('text', 'text'),
      column('yes', 'boolean'),
      column('none', 'fixed', 0),
      column('before', 'timestamp_ntz', 9),
      column('zoned', 'timestamp_tz', 9),
      column('day', 'date'),
      column('any', 'variant'),
      column('a', 'fixed', 0),
      column('a', 'fixed', 0),
    ];
    const rowset = [
      ['9007199254740993', '0.25', '0.1', 'ä\n"日本', '1', null].concat([
        '-0.000001000',
        '1774751400.125001000 1500',
        '-1',
        '"x"',
        '1',
        '2',
      ]),
    ];
    server.server.intercept(({ path, body }) =>
      path.endsWith('/query-request') && body['sqlText'] === 'SELECT 1 AS a'
        ? {
            success: true,
            code: null,
            data: {
              queryId: 'q',
              rowtype,
              rowset,
              total: 1,
              returned: 1,
              version: 1,
              parameters: [],
            },
          }
        : null,
    );
    const { rows, columns } = await server.driver.query('SELECT 1 AS a');
    server.server.intercept(() => null);
    expect(rows).toEqual([
      {
        big: 9007199254740992,
        exact: 0.25,
        double: 0.1,
        text: 'ä\n"日本',
        yes: true,
        none: null,
        before: '1969-12-31T23:59:59.999Z',
        zoned: '2026-03-29T02:30:00.125Z',
        day: '1969-12-31',
        any: 'x',
        a: 1,
        'a:1': 2,
      },
    ]);
    expect(columns.slice(0, 4).map(({ type }) => type)).toEqual([
      'NUMBER(38,0)',
      'NUMBER(38,2)',
      'FLOAT',
      'VARCHAR',
    ]);
  });

  onEngine('takes what is no number for a failure', async ({ driver }) => {
    for (const text of ['NaN', 'inf']) {
      await expect(
        driver.query(`SELECT CAST('${text}' AS DOUBLE) AS "x"`),
      ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_SQL' });
    }
  });

  onEngine('reads what is left on a storage, in order', async server => {
    server.server.seen.length = 0;
    const { rows } = await server.driver.query(
      'SELECT ROW_NUMBER() OVER (ORDER BY 1) AS "n" FROM TABLE(GENERATOR(ROWCOUNT => 12000)) AS g ORDER BY 1',
    );
    expect(rows.map(row => row['n'])).toEqual(
      Array.from({ length: 12_000 }, (_, index) => index + 1),
    );
    const paths = server.server.seen.map(({ path }) => path);
    expect(paths.filter(path => path.startsWith('/chunks/')).length).toBe(3);
  });

  onEngine('sets up its session and estimates', async server => {
    server.server.seen.length = 0;
    const driver = server.connect({ timeoutMs: 90_000 });
    expect(await driver.estimate('SELECT 1 AS a')).toEqual({
      bytes: 16_777_216,
      rows: null,
    });
    await driver.close();
    const [settings] = server.server.seen
      .map(({ body }) => String(body['sqlText']))
      .filter(text => text.startsWith('ALTER SESSION'));
    expect(settings).toContain("TIMEZONE = 'UTC'");
    expect(settings).toContain('MULTI_STATEMENT_COUNT = 1');
    expect(settings).toContain('STATEMENT_TIMEOUT_IN_SECONDS = 90');
  });

  onEngine('aborts the query that it stops, and waits', async server => {
    server.server.seen.length = 0;
    const driver = server.connect({ timeoutMs: 4000 });
    // Logs in, and sqlglot has read it before.
    await driver.describe(ENDLESS);
    await expect(driver.query(ENDLESS)).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    const paths = server.server.seen.map(({ path }) => path);
    expect(paths.some(path => path.endsWith('/abort-request'))).toBe(true);
    const running = driver.query(ENDLESS).catch((error: unknown) => error);
    await delay(500);
    await driver.close();
    expect(await running).toMatchObject({ code: 'ETUDE_WAREHOUSE_CANCELLED' });
  });

  onEngine('tells why it cannot connect, never the secret', async server => {
    const login = { kind: 'key-pair', user: 'etude', ...makeKey() } as const;
    const cases = [
      [{ login: { ...login, passphrase: PASSPHRASE } }, 'AUTHENTICATION'],
      [{ login: { ...login, passphrase: 'wrong' } }, 'AUTHENTICATION'],
      [
        { accessUrl: 'http://127.0.0.1:1', answerTimeoutMs: 500 },
        'UNREACHABLE',
      ],
    ] as const;
    for (const [options, code] of cases) {
      const driver = server.connect(options);
      const diagnosis = await diagnoseConnection(driver);
      await driver.close();
      const problem = diagnosis.ok ? undefined : diagnosis.problems[0];
      expect(problem?.code, problem?.message).toBe(`ETUDE_WAREHOUSE_${code}`);
      expect(JSON.stringify(problem)).not.toContain(PASSPHRASE);
      expect(JSON.stringify(problem)).not.toContain('PRIVATE KEY');
    }
    expect(await diagnoseConnection(server.driver)).toMatchObject({ ok: true });
  });

  onEngine('logs in anew after its session is gone', async server => {
    const driver = server.connect();
    await driver.query('SELECT 1 AS a');
    let isGone = true;
    server.server.intercept(({ path }) => {
      if (path !== '/queries/v1/query-request' || !isGone) return null;
      isGone = false;
      return {
        success: false,
        code: '390111',
        message: 'Session no longer exists.',
        data: null,
      };
    });
    const first = await driver.query('SELECT 1 AS a').catch(() => null);
    const { rows } = await driver.query('SELECT 1 AS a');
    server.server.intercept(() => null);
    await driver.close();
    expect(rows).toEqual([{ a: 1 }]);
    expect(first === null || first.rows.length === 1).toBe(true);
  });

  it('says how to install the client where it is not', async () => {
    const driver = createSnowflakeDriver({
      account: 'shop-eu',
      login: { kind: 'access-token', user: 'etude', token: 'hunter2' },
      computeWarehouse: 'REPORTS',
    });
    await expect(driver.query('SELECT 1 AS a')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_CLIENT_MISSING',
      message: expect.stringContaining(
        "yarn workspace @etude/backend add 'snowflake-sdk@^3.0.0'",
      ),
    });
    await driver.close();
  });
});
