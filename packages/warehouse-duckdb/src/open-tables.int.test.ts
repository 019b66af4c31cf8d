import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTables } from './open-tables';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-tables-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const csv = async (name: string, text: string) => {
  const file = join(dir, `${name}.csv`);
  await writeFile(file, text);
  return { name, file, types: {} };
};

describe('openTables', () => {
  it('finds types in the rows, and takes those that are told', async () => {
    const text = 'id,at,"it\'s ""x"""\n1,2026-03-01T01:00:00+01:00,2\n2,"",\n';
    const driver = await openTables([
      await csv('found', text),
      {
        ...(await csv('told', text)),
        types: { id: 'text', 'it\'s "x"': 'double' },
      },
    ]);
    const typesOf = async (table: string) =>
      (await driver.describe(`SELECT * FROM "${table}"`)).map(one => one.type);
    expect(await typesOf('found')).toEqual(['BIGINT', 'TIMESTAMP', 'BIGINT']);
    expect(await typesOf('told')).toEqual(['VARCHAR', 'TIMESTAMP', 'DOUBLE']);
    const { rows } = await driver.query('SELECT * FROM "import_told"');
    expect(rows).toEqual([
      { id: '1', at: '2026-03-01T00:00:00.000Z', 'it\'s "x"': 2 },
      { id: '2', at: null, 'it\'s "x"': null },
    ]);
    await driver.close();
  });

  it('lets no query reach the files', async () => {
    const table = await csv('one', 'a\n1\n');
    const driver = await openTables([table]);
    await expect(
      driver.query(`SELECT * FROM read_csv('${table.file}')`),
    ).rejects.toMatchObject({
      code: expect.stringMatching(/^ETUDE_WAREHOUSE/),
    });
    await driver.close();
  });

  it.each([
    [{ a: 'integer' }, /'?not of the type/],
    [{ b: 'text' }, /no column 'b'.*Its columns: 'a'/],
  ] as const)('refuses types %j', async (types, message) => {
    const table = await csv('one', 'a\nword\n');
    await expect(openTables([{ ...table, types }])).rejects.toMatchObject({
      code: 'ETUDE_TABLE_COLUMN_TYPE',
      message: expect.stringMatching(message),
    });
  });
});
