import { describe, expect, it } from 'vitest';
import { positionAt, positionOfWord } from './sql-position';

describe('a place in SQL', () => {
  const sql = 'SELECT\n  a,\n  "b"';
  it('counts lines and columns from 1', () => {
    expect(positionAt(sql, 0)).toEqual({ line: 1, column: 1 });
    expect(positionAt(sql, 9)).toEqual({ line: 2, column: 3 });
    expect(positionAt(sql, 14)).toEqual({ line: 3, column: 3 });
  });
  it('finds whole words only', () => {
    expect(positionOfWord('SELECT aa, a FROM t', 'a')).toEqual({
      line: 1,
      column: 12,
    });
    expect(positionOfWord('SELECT aa', 'a')).toBeNull();
    expect(positionOfWord('SELECT a', '')).toBeNull();
  });
});
