import { describe, expect, it } from 'vitest';
import { diagnoseConnection } from './diagnose-connection';
import type { WarehouseRow } from './warehouse-driver';
import { warehouseError } from './warehouse-error';

const answering = (rows: readonly WarehouseRow[]) =>
  diagnoseConnection({
    dialect: 'postgres',
    query: () =>
      Promise.resolve({ rows, columns: [], elapsedMs: 12, bytesRead: null }),
  });

describe('the diagnosis of a connection', () => {
  it('is the time when the warehouse answers', async () => {
    expect(await answering([{ one: 1 }])).toEqual({
      ok: true,
      value: { elapsedMs: 12 },
    });
  });
  it('is a problem when something else answers', async () => {
    expect(await answering([{ one: 'hello' }])).toMatchObject({ ok: false });
    expect(await answering([])).toMatchObject({ ok: false });
  });
  it('is the failure in words', async () => {
    const failure = warehouseError('unreachable', 'Nobody listens there.');
    const diagnosis = await diagnoseConnection({
      dialect: 'postgres',
      query: () => Promise.reject(failure),
    });
    expect(diagnosis).toEqual({
      ok: false,
      problems: [
        {
          code: 'ETUDE_WAREHOUSE_UNREACHABLE',
          message: 'Nobody listens there.',
        },
      ],
    });
  });
});
