import { describe, expect, it } from 'vitest';
import { classifyFailure, failureOf } from './classify-failure';

const coded = (code: string, message = 'said the server') =>
  Object.assign(new Error(message), { code });

describe('failures of PostgreSQL', () => {
  it.each([
    ['42P01', 'sql'], // undefined_table
    ['22012', 'sql'], // division_by_zero
    ['0A000', 'sql'], // feature_not_supported
    ['42501', 'permission'], // insufficient_privilege
    ['28P01', 'authentication'], // invalid_password
    ['3D000', 'authentication'], // invalid_catalog_name
    ['25006', 'not-read-only'], // read_only_sql_transaction
    ['53300', 'quota'], // too_many_connections
    ['53200', 'out-of-memory'], // out_of_memory
    ['55000', 'sql'], // object_not_in_prerequisite_state
    ['55P03', 'quota'], // lock_not_available
    ['57014', 'timeout'], // query_canceled
    ['57P01', 'unreachable'], // admin_shutdown
    ['08006', 'unreachable'], // connection_failure
    ['40001', 'engine'], // serialization_failure
    ['XX000', 'engine'], // internal_error
    ['ECONNREFUSED', 'unreachable'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'unreachable'],
  ])('%s is %s', (code, failure) =>
    expect(failureOf(coded(code))).toBe(failure),
  );

  it('counts characters, as the server does, for the place', () => {
    const sql = "SELECT '😀',\n nosuch";
    const error = Object.assign(coded('42703'), { position: '14' });
    const classified = classifyFailure(error, { sql, engine: 'PostgreSQL' });
    expect(classified.details).toMatchObject({ line: 2, column: 2 });
    expect(classified.message).toMatch(/^Line 2, column 2: /);
  });
});
