import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDuckDbDriver } from './duckdb-driver';
import { FIXTURE_TABLES, writeLake } from './lake-fixture';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-views-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const openLake = (lakeDir = dir) =>
  createDuckDbDriver({ lakeDir, tables: FIXTURE_TABLES });
const event = (at: string) => ({ at, unit: 'u', event: 'view' });

describe('the tables of a lake', () => {
  it('are typed and empty before their first file', async () => {
    const driver = openLake(join(dir, 'not-yet'));
    const { rows, columns } = await driver.query('SELECT * FROM "events"');
    await driver.close();
    expect(rows).toEqual([]);
    expect(columns).toEqual([
      { name: 'event', type: 'VARCHAR' },
      { name: 'event_time', type: 'TIMESTAMP' },
      { name: 'unit', type: 'VARCHAR' },
      { name: 'value', type: 'DOUBLE' },
      { name: 'date', type: 'DATE' },
    ]);
  });

  it('show files that come while the driver is open, and their going', async () => {
    const driver = openLake();
    const count = async () =>
      (await driver.query('SELECT COUNT(*) AS "n" FROM "events"')).rows[0]?.[
        'n'
      ];
    expect(await count()).toBe(0);
    await writeLake(dir, {
      assignments: [],
      events: [event('2026-01-01T10:00:00Z')],
    });
    expect(await count()).toBe(1);
    await writeLake(dir, {
      assignments: [],
      events: [event('2026-01-02T10:00:00Z'), event('2026-01-02T11:00:00Z')],
    });
    expect(await count()).toBe(3);
    await rm(join(dir, 'events'), { recursive: true });
    expect(await count()).toBe(0);
    await driver.close();
  });

  it('carry the folder of a row as its date', async () => {
    await writeLake(dir, {
      assignments: [],
      events: [event('2026-01-01T23:59:59Z'), event('2026-01-02T00:00:00Z')],
    });
    const driver = openLake();
    const { rows } = await driver.query(
      `SELECT "event_time", "date" FROM "events" WHERE "date" >= DATE '2026-01-02'`,
    );
    await driver.close();
    expect(rows).toEqual([
      { event_time: '2026-01-02T00:00:00.000Z', date: '2026-01-02' },
    ]);
  });

  it('fill a column that older files lack with NULL', async () => {
    await writeLake(dir, {
      assignments: [],
      events: [event('2026-01-01T10:00:00Z')],
    });
    const driver = createDuckDbDriver({
      lakeDir: dir,
      tables: FIXTURE_TABLES.map(table => ({
        ...table,
        columns: [...table.columns, { name: 'region', type: 'VARCHAR' }],
      })),
    });
    const { rows } = await driver.query('SELECT "region" FROM "events"');
    await driver.close();
    expect(rows).toEqual([{ region: null }]);
  });

  it('are described and estimated without a query', async () => {
    await writeLake(dir, {
      assignments: [],
      events: Array.from({ length: 50 }, (_, index) =>
        event(`2026-03-0${1 + (index % 2)}T10:00:00Z`),
      ),
    });
    const driver = openLake();
    const sql = 'SELECT "unit", COUNT(*) AS "n" FROM "events" GROUP BY 1';
    expect(await driver.describe(sql)).toEqual([
      { name: 'unit', type: 'VARCHAR' },
      { name: 'n', type: 'BIGINT' },
    ]);
    const estimate = await driver.estimate(sql);
    await driver.close();
    expect(estimate.bytes).toBeNull();
    // DuckDB reads the footer of one file and takes the others to be like it.
    expect(estimate.rows).toBeGreaterThanOrEqual(50);
    expect(estimate.rows).toBeLessThan(100);
  });

  it('keep SQL from files outside the lake', async () => {
    const secret = await mkdtemp(join(tmpdir(), 'etude-secret-'));
    await writeFile(join(secret, 'secret.csv'), 'a\n1\n');
    const driver = openLake();
    await expect(
      driver.query(`SELECT * FROM read_csv('${secret}/secret.csv')`),
    ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_PERMISSION' });
    await driver.close();
    await rm(secret, { recursive: true });
  });

  it('keep SQL from the engine that everybody shares', async () => {
    const driver = openLake();
    for (const sql of [
      // It would end the process.
      "FROM enable_logging(storage = 'file', storage_path = '/nowhere')",
      'SELECT (SELECT count(*) FROM system.main."Enable_Logging"()) AS n',
      "FROM query('FROM enable_' || 'logging()')",
      'SELECT message FROM duckdb_logs()',
    ]) {
      for (const answer of [driver.query(sql), driver.describe(sql)]) {
        await expect(answer).rejects.toMatchObject({
          code: 'ETUDE_WAREHOUSE_NOT_READ_ONLY',
        });
      }
    }
    const words = `SELECT 'query' AS "checkpoint"`;
    expect((await driver.query(words)).rows).toEqual([{ checkpoint: 'query' }]);
    await driver.close();
  });

  it('give times that have no ISO form as text', async () => {
    const driver = openLake();
    const { rows } = await driver.query(
      `SELECT TIMESTAMP 'infinity' AS never, TIMESTAMP '290000-01-01' AS far, DATE '-infinity' IS NULL AS no`,
    );
    await driver.close();
    expect(rows).toEqual([
      { never: 'infinity', far: '290000-01-01 00:00:00', no: false },
    ]);
  });

  it('tell a broken file from a broken query', async () => {
    await writeLake(dir, {
      assignments: [],
      events: [event('2026-01-01T10:00:00Z')],
    });
    const file = join(dir, 'events', 'date=2026-01-01', 'torn.parquet');
    await writeFile(file, 'torn');
    const driver = openLake();
    await expect(driver.query('SELECT * FROM "events"')).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_FILE',
      kind: 'operational',
    });
    await driver.close();
  });

  it('tell memory that ran out from a broken query', async () => {
    const driver = createDuckDbDriver({ memoryLimitMb: 30, threads: 1 });
    await expect(
      driver.query(`SELECT LEN(LIST("range")) AS "n" FROM range(20000000)`),
    ).rejects.toMatchObject({
      code: 'ETUDE_WAREHOUSE_OUT_OF_MEMORY',
      kind: 'operational',
    });
    await driver.close();
  });
});
