import { driverContract } from '@etude/warehouse';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDuckDbProcessDriver } from './duckdb-process-driver';

const wait = (ms: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

const loader = createRequire(__filename).resolve(
  '@backstage/cli/config/nodeTransform.cjs',
);
/** The engine is the only child of a process that started none else. */
const childrenOf = async (pid: number) => {
  const path = `/proc/${pid}/task/${pid}/children`;
  const text = await readFile(path, 'utf8');
  return { children: text.trim().split(' ').filter(Boolean).map(Number) };
};

const execArgv = ['--no-node-snapshot', '--require', loader];

const endlessSql = `
  WITH RECURSIVE "steps" AS (
    SELECT 1 AS "step" UNION ALL SELECT "step" + 1 FROM "steps" WHERE "step" < 2000000000
  ) SELECT MAX("step") AS "last" FROM "steps"`;

driverContract(
  'DuckDB in a process of its own',
  () => ({
    driver: createDuckDbProcessDriver({ threads: 2, execArgv }),
    endlessSql,
    decimalSql: 'SELECT CAST(0.25 AS DECIMAL(10, 2)) AS "d"',
  }),
  { describe, it, expect, wait },
);

describe('the process of DuckDB', () => {
  const oneSql = 'SELECT 1 AS "one"';

  it('stays while nobody asks, also where the channel was let go', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'etude-engine-'));
    const preload = join(dir, 'unref.cjs');
    await writeFile(preload, 'process.channel?.unref();');
    const driver = createDuckDbProcessDriver({
      threads: 1,
      execArgv: ['--require', preload, ...execArgv],
    });
    try {
      await driver.query(oneSql);
      await wait(300);
      expect((await driver.query(oneSql)).rows).toEqual([{ one: 1 }]);
    } finally {
      await driver.close();
      await rm(dir, { recursive: true });
    }
  });

  it('imports a table while this process goes on', async () => {
    const lakeDir = await mkdtemp(join(tmpdir(), 'etude-import-'));
    const driver = createDuckDbProcessDriver({
      threads: 1,
      memoryLimitMb: 256,
      lakeDir,
      execArgv,
    });
    try {
      const file = join(lakeDir, 'rows.csv');
      const rows = Array.from({ length: 200_000 }, (_, id) => `u${id},${id}`);
      await writeFile(file, `unit,amount\n${rows.join('\n')}\n`);
      await driver.query(oneSql);
      const before = process.cpuUsage();
      const table = await driver.importTable({
        tableId: 'amounts',
        format: 'csv',
        file,
      });
      const { user } = process.cpuUsage(before);
      expect(table.rows).toBe(200_000);
      // Reading the rows here would keep this process busy for longer.
      expect(user / 1000).toBeLessThan(100);
      const sum = 'SELECT SUM("amount") AS "s" FROM "import_amounts"';
      expect((await driver.query(sum)).rows).toEqual([{ s: 19_999_900_000 }]);
      await writeFile(file, 'unit,unit\n1,2\n');
      await expect(
        driver.importTable({ tableId: 'twice', format: 'csv', file }),
      ).rejects.toMatchObject({
        code: 'ETUDE_TABLE_DUPLICATE_COLUMN',
        kind: 'user',
      });
    } finally {
      await driver.close();
      await rm(lakeDir, { recursive: true });
    }
  });

  it('may be killed: its queries fail, the next ones are answered', async () => {
    const driver = createDuckDbProcessDriver({ threads: 1, execArgv });
    try {
      await driver.query(oneSql);
      const running = driver.query(endlessSql);
      const failed = expect(running).rejects.toMatchObject({
        code: 'ETUDE_WAREHOUSE_ENGINE',
        kind: 'operational',
        message: expect.stringContaining('SIGKILL'),
      });
      await wait(200);
      const { children } = await childrenOf(process.pid);
      for (const pid of children) process.kill(pid, 'SIGKILL');
      await failed;
      expect((await driver.query(oneSql)).rows).toEqual([{ one: 1 }]);
    } finally {
      await driver.close();
    }
  });
});
