import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowNumbers } from './row-numbers';
import { temporaryFolder } from './temporary-folder';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const rowsOf = async (content: string, rows: number): Promise<number[]> => {
  const file = await folder.write('table.csv', content);
  const row = rowNumbers(file, { format: 'csv', rows });
  return Promise.all(Array.from({ length: rows }, (_, id) => row(id)));
};

describe('rowNumbers', () => {
  it('counts the header as row 1', async () => {
    expect(await rowsOf('id,x\n1,2\n3,4\n', 2)).toEqual([2, 3]);
  });

  it('counts empty lines, which hold no row', async () => {
    expect(await rowsOf('id,x\r\n\r\n1,2\r\n\r\n\r\n3,4', 2)).toEqual([3, 6]);
  });

  it('counts line breaks in cells', async () => {
    const text = 'id,x\n1,"two\nlines, and a ""quote"""\n3,4\n';
    expect(await rowsOf(text, 2)).toEqual([2, 4]);
  });

  it('falls back to the order where quotes do not pair up', async () => {
    expect(await rowsOf('id,x\n1,5" pipe\n3,4\n', 2)).toEqual([2, 3]);
  });

  it('counts rows of Parquet from 1', async () => {
    const row = rowNumbers('absent.parquet', { format: 'parquet', rows: 9 });
    expect(await row(4)).toBe(5);
  });
});
