import {
  diagnoseConnection,
  driverContract,
  engineSuite,
} from '@etude/warehouse';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgresEngine } from './testing/postgres-under-test';
import type { PostgresUnderTest } from './testing/postgres-under-test';

const ENDLESS = `
  WITH RECURSIVE "steps" AS (
    SELECT 1 AS "step" UNION ALL SELECT "step" + 1 FROM "steps" WHERE "step" < 2000000000
  ) SELECT MAX("step") AS "last" FROM "steps"`;

/** Applies a function to the session of the endless query, once it runs. */
const endOnceRunning = (end: 'pg_cancel_backend' | 'pg_terminate_backend') => `
  DO $$ BEGIN
    WHILE (
      SELECT count(${end}(pid)) FROM pg_stat_activity
      WHERE application_name = 'etude' AND state = 'active' AND query LIKE '%2000000000%'
    ) = 0 LOOP
      PERFORM pg_sleep(0.02);
      PERFORM pg_stat_clear_snapshot();
    END LOOP;
  END $$`;

describe('the PostgreSQL driver', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  let engine: PostgresUnderTest | null = null;
  const onEngine = engineSuite(
    async () => {
      const started = await startPostgresEngine();
      if (!('unavailable' in started)) engine = started;
      return started;
    },
    { beforeAll, afterAll, it, warn },
  );

  driverContract(
    'PostgreSQL',
    () => {
      if (engine === null) throw new Error('PostgreSQL was not started');
      return {
        driver: engine.connect(),
        endlessSql: ENDLESS,
        decimalSql: 'SELECT CAST(0.25 AS numeric(10, 2)) AS "d"',
      };
    },
    { describe, it: (name, body) => onEngine(name, body), expect, wait: delay },
  );

  const problemOf = async (
    connected: PostgresUnderTest,
    options: Parameters<PostgresUnderTest['connect']>[0],
  ) => {
    const driver = connected.connect(options);
    const diagnosis = await diagnoseConnection(driver);
    await driver.close();
    return diagnosis.ok ? undefined : diagnosis.problems[0];
  };

  onEngine('tells why it cannot connect, never the secret', async server => {
    const { host, port } = server;
    const secret = 'hunter2';
    const at = { host, port, database: 'postgres', user: 'etude' };
    const cases: [object, string][] = [
      [{ ...at, password: secret }, 'AUTHENTICATION'],
      [at, 'AUTHENTICATION'],
      [{ ...at, user: 'nobody', password: secret }, 'AUTHENTICATION'],
      [{ ...at, port: 1, password: secret }, 'UNREACHABLE'],
      [{ ...at, host: 'no-such-host.invalid' }, 'UNREACHABLE'],
    ];
    for (const [connection, code] of cases) {
      const problem = await problemOf(server, {
        connection: connection as typeof at,
      });
      expect(problem?.code).toBe(`ETUDE_WAREHOUSE_${code}`);
      expect(JSON.stringify(problem)).not.toContain(secret);
    }
    expect(await problemOf(server, {})).toBeUndefined();
  });

  onEngine('takes a certificate only from whom it is told to', async server => {
    const ca = server.certificate;
    if (ca === null) return;
    expect(await problemOf(server, { tls: 'encrypt' })).toBeUndefined();
    expect(await problemOf(server, { tls: { ca } })).toBeUndefined();
    expect((await problemOf(server, { tls: 'verify' }))?.code).toBe(
      'ETUDE_WAREHOUSE_UNREACHABLE',
    );
    const { port } = server;
    const elsewhere = { host: 'localhost', port, database: 'd', user: 'u' };
    const options = { connection: elsewhere, tls: { ca } };
    expect((await problemOf(server, options))?.message).toContain('altnames');
    const driver = server.connect({ tls: { ca } });
    const { rows } = await driver.query(
      'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
    );
    expect(rows).toEqual([{ ssl: true }]);
    await driver.close();
  });

  onEngine('stops a query at its time limit', async server => {
    const driver = server.connect({ timeoutMs: 300 });
    await expect(driver.query(ENDLESS)).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    expect((await driver.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
    await driver.close();
  });

  onEngine('ends running queries when it is closed', async server => {
    const driver = server.connect();
    const running = driver.query(ENDLESS).catch((error: unknown) => error);
    await delay(100);
    await driver.close();
    expect(await running).toMatchObject({ code: 'ETUDE_WAREHOUSE_CANCELLED' });
  });

  onEngine('goes on after the server ended its connection', async server => {
    const driver = server.connect({ maxConnections: 1 });
    const running = driver.query(ENDLESS).catch((error: unknown) => error);
    await server.administer(endOnceRunning('pg_terminate_backend'));
    expect(await running).toMatchObject({
      code: 'ETUDE_WAREHOUSE_UNREACHABLE',
    });
    expect((await driver.query('SELECT 1 AS a')).rows).toEqual([{ a: 1 }]);
    await driver.close();
  });

  onEngine('says when somebody else cancelled the query', async server => {
    const driver = server.connect();
    const running = driver.query(ENDLESS).catch((error: unknown) => error);
    await server.administer(endOnceRunning('pg_cancel_backend'));
    const error = await running;
    expect(error).toMatchObject({ code: 'ETUDE_WAREHOUSE_CANCELLED' });
    expect(String(error)).toContain('somebody other');
    await driver.close();
  });

  onEngine('does not wait for a host that says nothing', async server => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const at = { host: '127.0.0.1', port, database: 'd', user: 'u' };
    const options = { connection: at, connectTimeoutMs: 200 };
    expect((await problemOf(server, options))?.code).toBe(
      'ETUDE_WAREHOUSE_UNREACHABLE',
    );
    silent.close();
  });

  onEngine('says when the account may not read a table', async server => {
    await server.administer('CREATE TABLE secrets (x integer)');
    await server.administer("CREATE ROLE reader LOGIN PASSWORD 'reader'");
    const { host, port } = server;
    const driver = server.connect({
      connection: {
        url: `postgres://reader:reader@${host}:${port}/postgres?sslmode=disable`,
      },
    });
    await expect(driver.query('SELECT x FROM secrets')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_PERMISSION',
      kind: 'user',
    });
    await driver.close();
  });

  onEngine(
    'leaves nothing of a query behind on its connection',
    async server => {
      const driver = server.connect({ maxConnections: 1 });
      await driver.query(
        `SELECT set_config('statement_timeout', '0', false) AS a, pg_advisory_lock(7) AS b, set_config('TimeZone', 'Asia/Tokyo', false) AS c`,
      );
      const { rows } = await driver.query(
        `SELECT current_setting('statement_timeout') AS "timeout", current_setting('TimeZone') AS "zone", (SELECT COUNT(*) FROM pg_locks WHERE locktype = 'advisory') AS "locks"`,
      );
      expect(rows).toEqual([{ timeout: '10min', zone: 'UTC', locks: 0 }]);
      await driver.close();
    },
  );

  onEngine(
    'lets the engine refuse a write that looks like a SELECT',
    async server => {
      await server.administer('CREATE TABLE kept (x integer)');
      await server.administer('INSERT INTO kept VALUES (1)');
      await server.administer('CREATE SEQUENCE numbers');
      const writes = [
        'WITH d AS (DELETE FROM kept RETURNING x) SELECT x FROM d',
        'SELECT 1 AS a INTO made',
        "SELECT nextval('numbers') AS a",
        'SELECT x FROM kept FOR UPDATE',
      ];
      for (const sql of writes) {
        await expect(server.driver.query(sql)).rejects.toMatchObject({
          code: 'ETUDE_WAREHOUSE_NOT_READ_ONLY',
        });
      }
      const { rows } = await server.driver.query('SELECT x FROM kept');
      expect(rows).toEqual([{ x: 1 }]);
    },
  );

  onEngine('translates the types of PostgreSQL', async ({ driver }) => {
    await expect(
      driver.query(
        `SELECT 9007199254740993::int8 AS big, 1.25::numeric AS exact, 'NaN'::float8 AS nan, '1969-12-31 23:59:59.9999'::timestamp AS before, '2026-03-29 03:30:00+02'::timestamptz AS zoned, '0044-03-15 BC'::date AS old, '2026-01-02'::date AS day, 'b'::char(3) AS padded, '{1,2}'::int[] AS list, '{"a": 1}'::jsonb AS json, 'infinity'::timestamp AS never`,
      ),
    ).resolves.toMatchObject({
      bytesRead: null,
      rows: [
        {
          big: 9007199254740992,
          exact: 1.25,
          nan: NaN,
          before: '1969-12-31T23:59:59.999Z',
          zoned: '2026-03-29T01:30:00.000Z',
          old: '0044-03-15 BC',
          day: '2026-01-02',
          padded: 'b  ',
          list: '{1,2}',
          json: '{"a": 1}',
          never: 'infinity',
        },
      ],
    });
  });

  onEngine('names columns and types as the server does', async ({ driver }) => {
    expect(
      await driver.describe(
        `SELECT 1.5::numeric(10, 2) AS a, 2 AS a, now() AS at, '{1}'::int[] AS list`,
      ),
    ).toEqual([
      { name: 'a', type: 'numeric' },
      { name: 'a:1', type: 'integer' },
      { name: 'at', type: 'timestamp with time zone' },
      { name: 'list', type: 'integer[]' },
    ]);
  });

  onEngine('estimates what the scans of tables give', async server => {
    await server.load({
      name: 'thousand',
      columns: [{ name: 'x', type: 'bigint' }],
      rows: Array.from({ length: 1000 }, (_, index) => [index]),
    });
    const twice =
      'SELECT COUNT(*) AS n FROM thousand AS a JOIN thousand AS b ON a.x = b.x';
    expect(await server.driver.estimate(twice)).toEqual({
      rows: 2000,
      bytes: 16_000,
    });
  });
});
