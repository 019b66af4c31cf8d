import { column, item, literal, printSql, select, subquery } from '@etude/sql';
import { engineCases, runEngineCase } from '@etude/sql/conformance';
import { engineSuite, quotingContract } from '@etude/warehouse';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDuckDb } from './testing/duckdb-under-test';

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

describe('what is printed for DuckDB', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  const onEngine = engineSuite(startDuckDb, { beforeAll, afterAll, it, warn });

  quotingContract(onEngine, expect, { tableName: 'a"b`c\\d\'e; --' });

  onEngine('reads back any text, name and number', async ({ driver }) => {
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

  for (const engineCase of engineCases('duckdb')) {
    onEngine(`means what it says: ${engineCase.name}`, async ({ driver }) => {
      const run = async (sql: string) => (await driver.query(sql)).rows;
      expect(await runEngineCase(engineCase, 'duckdb', run)).toEqual([]);
    });
  }
});
