import {
  diagnoseConnection,
  driverContract,
  engineSuite,
} from '@etude/warehouse';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBigQueryDriver } from './bigquery-driver';
import { apiError } from './testing/api-answer';
import { startBigQuery } from './testing/bigquery-under-test';
import type { BigQueryUnderTest } from './testing/bigquery-under-test';

const ENDLESS =
  'SELECT COUNT(*) AS n FROM UNNEST(GENERATE_ARRAY(1, 1000000)) AS a CROSS JOIN UNNEST(GENERATE_ARRAY(1, 1000000)) AS b WHERE a * b < 0';

describe('the BigQuery driver', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  let engine: BigQueryUnderTest | null = null;
  const onEngine = engineSuite(
    async () => {
      const started = await startBigQuery();
      if (!('unavailable' in started)) engine = started;
      return started;
    },
    { beforeAll, afterAll, it, warn },
  );

  driverContract(
    'BigQuery',
    () => {
      if (engine === null) throw new Error('BigQuery was not started');
      return {
        driver: engine.connect(),
        endlessSql: ENDLESS,
        decimalSql: "SELECT NUMERIC '0.25' AS d",
      };
    },
    { describe, it: (name, body) => onEngine(name, body), expect, wait: delay },
  );

  onEngine('translates the types of BigQuery', async server => {
    // As the API answers, with useInt64Timestamp.
    const fields = [
      { name: 'big', type: 'INTEGER' },
      { name: 'exact', type: 'NUMERIC' },
      { name: 'double', type: 'FLOAT' },
      { name: 'text', type: 'STRING' },
      { name: 'yes', type: 'BOOLEAN' },
      { name: 'none', type: 'STRING' },
      { name: 'before', type: 'TIMESTAMP' },
      { name: 'clock', type: 'DATETIME' },
      { name: 'day', type: 'DATE' },
      { name: 'list', type: 'INTEGER', mode: 'REPEATED' },
      {
        name: 'record',
        type: 'RECORD',
        fields: [
          { name: 'n', type: 'INTEGER' },
          { name: 't', type: 'STRING' },
        ],
      },
    ];
    const row = [
      '9007199254740993',
      '0.25',
      '0.1',
      'ä\n"日本',
      'true',
      null,
      '-1',
      '2026-03-29T02:30:00.125001',
      '1969-12-31',
      [{ v: '1' }, { v: '2' }],
      { f: [{ v: '7' }, { v: 'x' }] },
    ];
    server.server.intercept(({ path }) =>
      path.includes('/queries/')
        ? {
            status: 200,
            body: {
              jobComplete: true,
              schema: { fields },
              rows: [{ f: row.map(v => ({ v })) }],
              totalBytesProcessed: '42',
            },
          }
        : null,
    );
    const answer = await server.driver.query('SELECT 1 AS a');
    server.server.intercept(() => null);
    expect(answer.rows).toEqual([
      {
        big: 9007199254740992,
        exact: 0.25,
        double: 0.1,
        text: 'ä\n"日本',
        yes: true,
        none: null,
        before: '1969-12-31T23:59:59.999Z',
        clock: '2026-03-29T02:30:00.125Z',
        day: '1969-12-31',
        list: '[1,2]',
        record: '{"n":7,"t":"x"}',
      },
    ]);
    expect(answer.columns.map(({ type }) => type)).toEqual(
      ['INT64', 'NUMERIC', 'FLOAT64', 'STRING', 'BOOL', 'STRING'].concat(
        ['TIMESTAMP', 'DATETIME', 'DATE', 'ARRAY<INT64>'],
        ['STRUCT<n INT64, t STRING>'],
      ),
    );
    expect(answer.bytesRead).toBe(42);
  });

  onEngine('takes what is no number for a failure', async ({ driver }) => {
    for (const text of ['NaN', '+inf']) {
      await expect(
        driver.query(`SELECT CAST('${text}' AS FLOAT64) AS x`),
      ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_SQL' });
    }
  });

  onEngine('reads an answer of several pages', async ({ driver, server }) => {
    server.seen.length = 0;
    const { rows } = await driver.query(
      'SELECT n FROM UNNEST(GENERATE_ARRAY(1, 25000)) AS n',
    );
    expect(new Set(rows.map(row => row['n'])).size).toBe(25_000);
    const pages = server.seen.map(each => each.parameters.get('pageToken'));
    expect(pages.filter(page => page !== null)).toEqual(['10000', '20000']);
  });

  onEngine('asks for UTC, its limits and its dataset', async server => {
    server.server.seen.length = 0;
    const driver = server.connect({
      dataset: 'other.web',
      maxBytesBilled: 1000,
      timeoutMs: 5000,
    });
    expect(await driver.estimate('SELECT 1 AS a')).toEqual({
      bytes: 10_485_760,
      rows: null,
    });
    await driver.close();
    const { body } =
      server.server.seen.find(({ path }) => /jobs$/.test(path)) ?? {};
    expect(body).toMatchObject({
      configuration: {
        dryRun: true,
        jobTimeoutMs: '5000',
        query: {
          useLegacySql: false,
          maximumBytesBilled: '1000',
          defaultDataset: { projectId: 'other', datasetId: 'web' },
          connectionProperties: [{ key: 'time_zone', value: 'UTC' }],
        },
      },
    });
  });

  onEngine('cancels the job that it stops, and waits', async server => {
    server.server.seen.length = 0;
    const driver = server.connect({ timeoutMs: 4000 });
    // Logs in, and sqlglot has read it before.
    await driver.describe(ENDLESS);
    await expect(driver.query(ENDLESS)).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    const paths = server.server.seen.map(({ path }) => path);
    expect(paths.some(path => path.endsWith('/cancel'))).toBe(true);
    const running = driver.query(ENDLESS).catch((error: unknown) => error);
    await delay(300);
    await driver.close();
    expect(await running).toMatchObject({ code: 'ETUDE_WAREHOUSE_CANCELLED' });
  });

  onEngine('tells why it cannot connect, never the secret', async server => {
    const secret = 'hunter2';
    const leaky = JSON.stringify({
      type: 'authorized_user',
      client_id: 'me',
      client_secret: secret,
      refresh_token: secret,
    });
    server.server.intercept(({ path }) =>
      path.endsWith('/jobs')
        ? apiError(401, 'authError', 'Request had invalid credentials.')
        : null,
    );
    const cases = [
      [server.connect(), 'AUTHENTICATION'],
      [server.connect({ apiEndpoint: 'http://127.0.0.1:1' }), 'UNREACHABLE'],
      [server.connect({ keyFile: '/nowhere', credentials: leaky }), null],
    ] as const;
    for (const [driver, code] of cases) {
      const diagnosis = await diagnoseConnection(driver);
      await driver.close();
      const problem = diagnosis.ok ? undefined : diagnosis.problems[0];
      expect(problem?.code).toMatch(`ETUDE_WAREHOUSE_${code ?? ''}`);
      expect(JSON.stringify(problem)).not.toContain(secret);
      expect(JSON.stringify(problem)).not.toContain('token-of-the-test');
    }
    server.server.intercept(() => null);
  });

  onEngine('tells a quota and a missing permission apart', async server => {
    for (const [status, reason, code] of [
      [403, 'quotaExceeded', 'QUOTA'],
      [403, 'accessDenied', 'PERMISSION'],
    ] as const) {
      server.server.intercept(({ path }) =>
        path.endsWith('/jobs') ? apiError(status, reason, 'no') : null,
      );
      await expect(server.driver.describe('SELECT 1')).rejects.toMatchObject({
        code: `ETUDE_WAREHOUSE_${code}`,
      });
    }
    server.server.intercept(() => null);
  });

  it('says how to install the client where it is not', async () => {
    const driver = createBigQueryDriver({ projectId: 'shop' });
    await expect(driver.query('SELECT 1 AS a')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_CLIENT_MISSING',
      message: expect.stringContaining(
        "yarn workspace @etude/backend add '@google-cloud/bigquery@^9.0.0'",
      ),
    });
    await driver.close();
  });

  it('refuses credentials that are no JSON, without repeating them', () => {
    const open = () =>
      createBigQueryDriver({ projectId: 'shop', credentials: 'hunter2' });
    expect(open).toThrow(/are no JSON/);
    expect(open).not.toThrow(/hunter2/);
  });
});
