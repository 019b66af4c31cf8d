import {
  diagnoseConnection,
  driverContract,
  engineSuite,
} from '@etude/warehouse';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClickHouseDriver } from './clickhouse-driver';
import { startClickHouse } from './testing/clickhouse-under-test';
import type { ClickHouseUnderTest } from './testing/clickhouse-under-test';

const ENDLESS =
  'SELECT COUNT(*) AS "n" FROM numbers(1000000000000) WHERE number % 7 = 3';

describe('the ClickHouse driver', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  let engine: ClickHouseUnderTest | null = null;
  const onEngine = engineSuite(
    async () => {
      const started = await startClickHouse();
      if (!('unavailable' in started)) engine = started;
      return started;
    },
    { beforeAll, afterAll, it, warn },
  );

  driverContract(
    'ClickHouse',
    () => {
      if (engine === null) throw new Error('ClickHouse was not started');
      return {
        driver: engine.connect(),
        endlessSql: ENDLESS,
        decimalSql: 'SELECT toDecimal64(0.25, 2) AS "d"',
      };
    },
    { describe, it: (name, body) => onEngine(name, body), expect, wait: delay },
  );

  onEngine('tells why it cannot connect, never the secret', async server => {
    const secret = 'hunter2';
    const cases: [Parameters<typeof server.connect>[0], string][] = [
      [{ password: secret }, 'AUTHENTICATION'],
      [{ url: 'http://127.0.0.1:1', password: secret }, 'UNREACHABLE'],
      [{ url: 'http://no-such-host.invalid', password: secret }, 'UNREACHABLE'],
    ];
    for (const [options, code] of cases) {
      const driver = server.connect(options);
      const diagnosis = await diagnoseConnection(driver);
      await driver.close();
      const problem = diagnosis.ok ? undefined : diagnosis.problems[0];
      expect(problem?.code).toBe(`ETUDE_WAREHOUSE_${code}`);
      expect(JSON.stringify(problem)).not.toContain(secret);
    }
    expect(await diagnoseConnection(server.driver)).toMatchObject({ ok: true });
  });

  onEngine('stops a query at its limits', async server => {
    const slow = server.connect({ timeoutMs: 1000 });
    await expect(slow.query(ENDLESS)).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_TIMEOUT',
    });
    await slow.close();
    const frugal = server.connect({ maxBytesToRead: 1000 });
    await expect(
      frugal.query('SELECT SUM(number) AS s FROM numbers(1000000)'),
    ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_QUOTA' });
    await frugal.close();
  });

  onEngine('ends running queries when it is closed', async server => {
    const driver = server.connect();
    const running = driver.query(ENDLESS).catch((error: unknown) => error);
    await delay(100);
    await driver.close();
    expect(await running).toMatchObject({ code: 'ETUDE_WAREHOUSE_CANCELLED' });
  });

  onEngine('leaves no query running that it cancelled', async server => {
    const runningCount = async () => {
      const { rows } = await server.driver.query(
        `SELECT COUNT(*) AS "n" FROM system.processes WHERE query LIKE 'SELECT COUNT(*) AS "n" FROM numbers(%'`,
      );
      return rows[0]?.['n'];
    };
    // The kill is asynchronous: the query ends at its next block.
    await expect.poll(runningCount, { timeout: 30_000 }).toBe(0);
  });

  onEngine('lets no query change a setting or reach outside', async server => {
    const refused = [
      'SELECT 1 AS a SETTINGS readonly = 0',
      'SELECT 1 AS a SETTINGS max_execution_time = 0',
      "SELECT * FROM file('/etc/hostname', 'LineAsString')",
      "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a Int32')",
      "SELECT * FROM executable('ls', 'LineAsString', 'a String')",
    ];
    for (const sql of refused) {
      await expect(server.driver.query(sql)).rejects.toMatchObject({
        code: 'ETUDE_WAREHOUSE_NOT_READ_ONLY',
      });
    }
    await expect(
      server.driver.query('SELECT 1 AS a FORMAT CSV'),
    ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_SQL' });
  });

  onEngine('translates the types of ClickHouse', async ({ driver }) => {
    const { rows } = await driver.query(
      `SELECT toInt64(9007199254740993) AS big, toUInt64(7) AS unsigned, toDecimal128('0.1', 20) AS exact, toFloat32(0.5) AS single, nan AS nan, -inf AS low, toDateTime('2026-03-29 03:30:00', 'Europe/Berlin') AS zoned, toDateTime64('1969-12-31 23:59:59.9999', 4, 'UTC') AS before, toDate('2026-01-02') AS day, toLowCardinality(toNullable('x')) AS low_card, CAST(NULL AS Nullable(Int8)) AS none, [1, 2] AS list, map('k', 1) AS map, toInt128('170141183460469231731687303715884105727') AS huge, toUUID('61f0c404-5cb3-11e7-907b-a6006ad3dba0') AS id, true AS yes`,
    );
    expect(rows).toEqual([
      {
        big: 9007199254740992,
        unsigned: 7,
        exact: 0.1,
        single: 0.5,
        nan: NaN,
        low: -Infinity,
        zoned: '2026-03-29T01:30:00.000Z',
        before: '1969-12-31T23:59:59.999Z',
        day: '2026-01-02',
        low_card: 'x',
        none: null,
        list: '[1,2]',
        map: '{"k":1}',
        huge: 2 ** 127,
        id: '61f0c404-5cb3-11e7-907b-a6006ad3dba0',
        yes: true,
      },
    ]);
  });

  onEngine('fills a left join with NULL', async ({ driver }) => {
    const { rows } = await driver.query(
      'SELECT r.b AS b FROM (SELECT 1 AS a) AS l LEFT JOIN (SELECT 2 AS a, 3 AS b) AS r ON l.a = r.a',
    );
    expect(rows).toEqual([{ b: null }]);
  });

  onEngine('tells what a query read, and estimates it', async server => {
    await server.load({
      name: 'thousand',
      columns: [{ name: 'x', type: 'bigint' }],
      rows: Array.from({ length: 1000 }, (_, index) => [index]),
    });
    const sql = 'SELECT SUM(x) AS "s" FROM thousand';
    expect(await server.driver.estimate(sql)).toEqual({
      rows: 1000,
      bytes: null,
    });
    const { rows, bytesRead } = await server.driver.query(sql);
    expect(rows).toEqual([{ s: 499_500 }]);
    // 8 bytes and one for NULL.
    expect(bytesRead).toBe(9000);
  });

  it('says when the host hangs up', async () => {
    const rude = createServer(socket => socket.destroy());
    rude.listen(0, '127.0.0.1');
    await once(rude, 'listening');
    const address = rude.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const driver = createClickHouseDriver({
      url: `http://127.0.0.1:${port}`,
      user: 'me',
    });
    await expect(driver.query('SELECT 1 AS a')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_UNREACHABLE',
    });
    await driver.close();
    rude.close();
  });

  it('refuses an address that holds an account, without repeating it', () => {
    const open = () =>
      createClickHouseDriver({ url: 'http://me:hunter2@host', user: 'me' });
    expect(open).toThrow(/give the account and its password apart/);
    expect(open).not.toThrow(/hunter2/);
  });
});
