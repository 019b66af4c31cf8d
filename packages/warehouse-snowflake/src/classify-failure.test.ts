import { describe, expect, it } from 'vitest';
import { classifyFailure, failureOf } from './classify-failure';

const coded = (code: string | number, sqlState?: string, message = 'said it') =>
  Object.assign(new Error(message), { code, sqlState });

describe('failures of Snowflake', () => {
  it.each([
    ['001003', '42000', 'sql'], // Syntax error
    ['000904', '42000', 'sql'], // Invalid identifier
    ['002003', '42S02', 'sql'], // Object does not exist or not authorized
    ['100038', '22018', 'sql'], // Numeric value is not recognized
    ['000008', '0A000', 'not-read-only'], // Several statements
    ['003001', '42501', 'permission'], // Insufficient privileges
    ['390100', '08001', 'authentication'], // Incorrect username or password
    ['390144', '08001', 'authentication'], // JWT token is invalid
    ['000606', '57P03', 'authentication'], // No active warehouse
    ['000604', '57014', 'cancelled'], // SQL execution canceled
    ['000630', '57014', 'timeout'], // Statement timeout
    ['090073', '22000', 'quota'], // Resource monitor
    [401001, undefined, 'unreachable'], // The client could not connect
    [407002, '08003', 'unreachable'], // The connection has gone
  ])('%s (%s) is %s', (code, sqlState, failure) =>
    expect(failureOf(coded(code, sqlState))).toBe(failure),
  );

  it('counts positions from 0, as the server does', () => {
    const message =
      "SQL compilation error: error line 2 at position 2\ninvalid identifier 'NOSUCH'";
    const error = coded('000904', '42000', message);
    expect(classifyFailure(error, 'SELECT\n  nosuch').details).toMatchObject({
      line: 2,
      column: 3,
    });
  });

  it('finds the table that is not there, in any case', () => {
    const message =
      "SQL compilation error:\nObject 'SHOP.WEB.NOSUCH' does not exist or not authorized.";
    const error = coded('002003', '42S02', message);
    const sql = 'SELECT a\nFROM web.nosuch';
    expect(classifyFailure(error, sql).details).toMatchObject({
      line: 2,
      column: 10,
    });
  });
});
