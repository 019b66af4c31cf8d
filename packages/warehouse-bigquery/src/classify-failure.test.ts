import { describe, expect, it } from 'vitest';
import { classifyFailure, failureOf } from './classify-failure';

/** An error as the client makes it of the API's answer. */
const apiError = (code: number, reason: string, message = 'said the API') =>
  Object.assign(new Error(message), { code, errors: [{ reason, message }] });

describe('failures of BigQuery', () => {
  // The API's table of error messages.
  it.each([
    [400, 'invalidQuery', 'sql'],
    [404, 'notFound', 'sql'],
    [403, 'accessDenied', 'permission'],
    [401, 'authError', 'authentication'],
    [403, 'quotaExceeded', 'quota'],
    [400, 'bytesBilledLimitExceeded', 'quota'],
    [403, 'rateLimitExceeded', 'quota'],
    [400, 'resourcesExceeded', 'out-of-memory'],
    [499, 'stopped', 'cancelled'],
    [503, 'backendError', 'unreachable'],
    [500, 'internalError', 'engine'],
  ])('%d %s is %s', (code, reason, failure) =>
    expect(failureOf(apiError(code, reason))).toBe(failure),
  );

  it('tells a time limit from a cancel by its words: the reason is one', () => {
    const message = 'Job execution was cancelled: Job timed out after 10s';
    expect(failureOf(apiError(499, 'stopped', message))).toBe('timeout');
  });

  it('knows a login that fails, and a host that does not answer', () => {
    expect(failureOf(new Error('invalid_grant: Token is not active'))).toBe(
      'authentication',
    );
    expect(
      failureOf(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })),
    ).toBe('unreachable');
  });

  it('takes the place that the API tells, or finds the table', () => {
    const column = apiError(
      400,
      'invalidQuery',
      'Unrecognized name: nosuch at [2:3]',
    );
    expect(classifyFailure(column, 'SELECT\n  nosuch').details).toMatchObject({
      line: 2,
      column: 3,
    });
    const table = apiError(
      404,
      'notFound',
      'Not found: Table shop:web.nosuch was not found in location EU',
    );
    const sql = 'SELECT a\nFROM web.nosuch';
    expect(classifyFailure(table, sql).details).toMatchObject({
      line: 2,
      column: 10,
    });
  });
});
