import { describe, expect, it } from 'vitest';
import { classifyFailure, failureOf } from './classify-failure';

const coded = (code: string, message = 'said the server') =>
  Object.assign(new Error(message), { code });

describe('failures of ClickHouse', () => {
  it.each([
    ['47', 'sql'], // UNKNOWN_IDENTIFIER
    ['62', 'sql'], // SYNTAX_ERROR
    ['164', 'not-read-only'], // READONLY
    ['497', 'permission'], // ACCESS_DENIED
    ['516', 'authentication'], // AUTHENTICATION_FAILED
    ['159', 'timeout'], // TIMEOUT_EXCEEDED
    ['701', 'sql'], // CLUSTER_DOESNT_EXIST
    ['202', 'quota'], // TOO_MANY_SIMULTANEOUS_QUERIES
    ['241', 'out-of-memory'], // MEMORY_LIMIT_EXCEEDED
    ['394', 'cancelled'], // QUERY_WAS_CANCELLED
    ['49', 'engine'], // LOGICAL_ERROR
    ['1002', 'engine'], // UNKNOWN_EXCEPTION
    ['ECONNREFUSED', 'unreachable'],
  ])('%s is %s', (code, failure) =>
    expect(failureOf(coded(code))).toBe(failure),
  );

  it('knows a second statement by its words: the code is that of any syntax', () => {
    const message = 'Syntax error (Multi-statements are not allowed): failed';
    expect(failureOf(coded('62', message))).toBe('not-read-only');
  });

  it('counts bytes, as the parser does, from where the text begins', () => {
    const sql = "SELECT 'é',\n (2 +";
    // DESCRIBE ( and its line are 11 bytes; é has two.
    const error = coded('62', 'Syntax error: failed at position 26 (2): 2 +');
    const { details } = classifyFailure(error, { sql, offset: 11 });
    expect(details).toMatchObject({ line: 2, column: 2 });
  });

  it('finds the name that the analyzer does not know', () => {
    const sql = 'SELECT\n  t.a,\n  t.nosuch\nFROM t';
    const error = coded(
      '47',
      "Identifier 't.nosuch' cannot be resolved from table with name t",
    );
    const { details } = classifyFailure(error, { sql, offset: 0 });
    expect(details).toMatchObject({ line: 3, column: 5 });
  });
});
