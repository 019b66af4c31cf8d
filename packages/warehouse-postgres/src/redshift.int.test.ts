import { driverContract, engineSuite } from '@etude/warehouse';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgresEngine } from './testing/postgres-under-test';
import type { PostgresUnderTest } from './testing/postgres-under-test';
import { CASE_SETTING, startRedshiftProxy } from './testing/redshift-proxy';
import { PASSWORD } from './testing/start-postgres';

const ENDLESS = `
  WITH RECURSIVE "steps" AS (
    SELECT 1 AS "step" UNION ALL SELECT "step" + 1 FROM "steps" WHERE "step" < 2000000000
  ) SELECT MAX("step") AS "last" FROM "steps"`;

type Redshift = PostgresUnderTest & {
  readonly proxy: Awaited<ReturnType<typeof startRedshiftProxy>>;
};

// The driver speaks as it would to Redshift; PostgreSQL, from whose protocol
// Redshift's comes, answers. What Redshift itself does is not shown.
describe('the Redshift driver, over the protocol', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  let engine: Redshift | null = null;
  const onEngine = engineSuite(
    async () => {
      const started = await startPostgresEngine();
      if ('unavailable' in started) return started;
      const proxy = await startRedshiftProxy(started.host, started.port);
      const connection = {
        host: '127.0.0.1',
        port: proxy.port,
        database: 'postgres',
        user: 'etude',
        password: PASSWORD,
      };
      engine = {
        ...started,
        proxy,
        connect: options =>
          started.connect({ connection, dialect: 'redshift', ...options }),
        stop: async () => {
          proxy.stop();
          await started.stop();
        },
      };
      return engine;
    },
    { beforeAll, afterAll, it, warn },
  );

  driverContract(
    'Redshift',
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

  onEngine('keeps the case of names, reads only, estimates', async server => {
    await server.load({
      name: 'thousand',
      columns: [{ name: 'x', type: 'bigint' }],
      rows: Array.from({ length: 1000 }, (_, index) => [index]),
    });
    server.proxy.queries.length = 0;
    const driver = server.connect();
    expect(
      await driver.estimate('SELECT SUM("x") AS "s" FROM "thousand"'),
    ).toEqual({ rows: 1000, bytes: 8000 });
    const { rows } = await driver.query(
      'SELECT SUM("x") AS "s" FROM "thousand"',
    );
    await driver.close();
    expect(rows).toEqual([{ s: 499_500 }]);
    const [begin] = server.proxy.queries;
    expect(begin).toContain('BEGIN READ ONLY');
    expect(begin).toContain(CASE_SETTING);
    // What PostgreSQL alone has.
    expect(server.proxy.queries.join()).not.toContain('advisory');
  });
});
