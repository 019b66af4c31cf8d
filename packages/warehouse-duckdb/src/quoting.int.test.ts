import { column, item, literal, printSql, select, subquery } from '@etude/sql';
import type { WarehouseDriver } from '@etude/warehouse';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDuckDbDriver } from './duckdb-driver';

let driver: WarehouseDriver;
beforeAll(() => {
  driver = createDuckDbDriver({ threads: 1 });
});
afterAll(() => driver.close());

// Quotes, comment marks and backslashes far more often than by chance.
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom("'", '"', '\\', '--', '/*', ';', '\n', '$$', '${', '%'),
      fc.string({ unit: 'grapheme' }),
    ),
    { maxLength: 12 },
  )
  .map(parts => parts.join('').replaceAll('\0', '').toWellFormed());

describe('what the printer writes, DuckDB reads back', () => {
  it('as text, number and name', async () => {
    await fc.assert(
      fc.asyncProperty(
        text,
        text.filter(name => name !== ''),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        async (value, name, number) => {
          const inner = select({ items: [item(name, literal(value))] });
          const query = select({
            items: [
              item('value', column('inner', name)),
              item('number', literal(number)),
            ],
            from: subquery(inner, 'inner'),
          });
          const { rows } = await driver.query(printSql(query, 'duckdb'));
          expect(rows[0]?.['value']).toBe(value);
          expect(Number(rows[0]?.['number']) === number).toBe(true);
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });
});
