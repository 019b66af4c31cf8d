import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDuckDbDriver } from './duckdb-driver';
import { importTable } from './import-table';
import { describeTable, openTable } from './open-table';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-import-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const csv = async (text: string | Buffer): Promise<string> => {
  const file = join(dir, 'table.csv');
  await writeFile(file, text);
  return file;
};

describe('importTable', () => {
  it('makes a CSV text a table of the lake that queries see at once', async () => {
    const driver = createDuckDbDriver({ lakeDir: dir });
    await expect(driver.query('SELECT * FROM "import_games"')).rejects.toThrow(
      /import_games/,
    );
    const text = 'userid;gate;kept\n1;a;True\n2;"b;c";False\n';
    const table = await importTable({
      text,
      format: 'csv',
      tableId: 'games',
      lakeDir: dir,
    });
    expect(table).toEqual({
      columns: [
        { name: 'userid', type: 'BIGINT' },
        { name: 'gate', type: 'VARCHAR' },
        { name: 'kept', type: 'BOOLEAN' },
      ],
      rows: 2,
    });
    const { rows } = await driver.query('SELECT * FROM "import_games"');
    expect(rows).toEqual([
      { userid: 1, gate: 'a', kept: true },
      { userid: 2, gate: 'b;c', kept: false },
    ]);
    await importTable({
      text: 'x\n5\n',
      format: 'csv',
      tableId: 'games',
      lakeDir: dir,
    });
    const again = await driver.query('SELECT * FROM "import_games"');
    expect(again.rows).toEqual([{ x: 5 }]);
    await driver.close();
    expect(await readdir(join(dir, 'imports', 'games'))).toEqual([
      'data.parquet',
    ]);
  });

  it('leaves nothing behind when the table cannot be read', async () => {
    const bad = { text: 'a,a\n1,2\n', format: 'csv', lakeDir: dir } as const;
    await expect(importTable({ ...bad, tableId: 'games' })).rejects.toThrow();
    await expect(
      importTable({ ...bad, tableId: '../games' }),
    ).rejects.toMatchObject({ code: 'ETUDE_TABLE_ID' });
    expect(await readdir(dir)).toEqual([]);
  });

  it('reads a Parquet file that it wrote itself', async () => {
    await importTable({
      text: 'day,at\n2026-01-02,2026-01-02T03:04:05+01:00\n',
      format: 'csv',
      tableId: 'days',
      lakeDir: dir,
    });
    const file = join(dir, 'imports', 'days', 'data.parquet');
    const table = await openTable(file);
    const { rows } = await table.driver.query('SELECT * FROM "data"');
    await table.driver.close();
    expect(rows).toEqual([
      { day: '2026-01-02', at: '2026-01-02T02:04:05.000Z' },
    ]);
  });
});

describe('openTable', () => {
  it.each([
    ['a ragged row', 'a,b,c\n1,2,3\n4,5\n', 'RAGGED_ROW', /Row 3 .*Found: 2/],
    ['a row too long', 'a,b\n1,2\n1,2\n3,4,5\n', 'RAGGED_ROW', /Row 4/],
    ['a repeated name', 'a,b,A\n1,2,3\n', 'DUPLICATE_COLUMN', /'A' twice/],
    ['no name', 'a,,b\n1,2,3\n', 'EMPTY_COLUMN_NAME', /Column 2/],
    ['nothing', '', 'EMPTY', /is empty/],
    ['a header alone', 'a,b\n', 'EMPTY', /no rows/],
    [
      'Latin-1',
      Buffer.from('a,b\n1,é\n', 'latin1'),
      'UNREADABLE',
      /row 2.*UTF-8/,
    ],
    [
      'UTF-16',
      Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'),
      'UNREADABLE',
      /UTF-16/,
    ],
  ])('refuses %s', async (_name, text, code, message) => {
    const refusal = expect(openTable(await csv(text))).rejects;
    await refusal.toMatchObject({ code: `ETUDE_TABLE_${code}` });
    await expect(openTable(await csv(text))).rejects.toThrow(message);
  });

  it('refuses files that are missing, folders, or not Parquet', async () => {
    const broken = join(dir, 'broken.parquet');
    await writeFile(broken, 'not parquet');
    for (const file of [join(dir, 'nowhere.csv'), dir, broken]) {
      await expect(openTable(file)).rejects.toMatchObject({
        code: 'ETUDE_TABLE_UNREADABLE',
        kind: 'user',
      });
    }
  });

  it('types a column by all of its rows and never guesses numbers', async () => {
    const rows = Array.from(
      { length: 30_000 },
      (_, index) => `${index},1.5,7,12345678901234567890${index}`,
    );
    const text = `${['late,float,id,long', ...rows].join('\n')}\nNA,2,007,1\n`;
    const { columns } = await describeTable(await csv(text));
    expect(columns.map(column => column.type)).toEqual([
      'VARCHAR',
      'DOUBLE',
      'VARCHAR',
      'VARCHAR',
    ]);
  });

  it('keeps SQL from other files', async () => {
    const table = await openTable(await csv('a\n1\n'));
    await expect(
      table.driver.query("SELECT * FROM read_text('/etc/hostname')"),
    ).rejects.toMatchObject({ code: 'ETUDE_WAREHOUSE_PERMISSION' });
    await table.driver.close();
  });
});
