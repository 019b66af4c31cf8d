import { describe, expect, it } from 'vitest';
import { requireSelect } from './require-select';

const codeOf = (sql: string): unknown => {
  try {
    requireSelect(sql);
    return 'taken';
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
};

describe('what may be sent to a warehouse', () => {
  it.each([
    'SELECT 1',
    ' \n select 1',
    '(SELECT 1)',
    '-- a note\n/* and\nanother */ WITH a AS (SELECT 1) SELECT * FROM a',
  ])('takes %j', sql => expect(codeOf(sql)).toBe('taken'));

  it.each([
    '',
    '-- only a note',
    '/* SELECT */ DROP TABLE t',
    'SELECTED',
    'SET x = 1',
    'EXPLAIN SELECT 1',
    '; SELECT 1',
    '-- \rINSERT INTO t --\nSELECT 1',
    '/* /* */ SELECT 1 */ DROP TABLE t',
  ])('refuses %j', sql =>
    expect(codeOf(sql)).toBe('ETUDE_WAREHOUSE_NOT_READ_ONLY'),
  );

  it('refuses a NUL character wherever it is', () =>
    expect(codeOf("SELECT 'a\0b'")).toBe('ETUDE_WAREHOUSE_SQL'));
});
