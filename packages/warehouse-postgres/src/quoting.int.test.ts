import { engineCases, runEngineCase } from '@etude/sql/conformance';
import { engineSuite, quotingContract } from '@etude/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPostgresEngine } from './testing/postgres-under-test';

describe('what is printed for PostgreSQL', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  const onEngine = engineSuite(startPostgresEngine, {
    beforeAll,
    afterAll,
    it,
    warn,
  });

  quotingContract(onEngine, expect, { tableName: 'a"b`c\\d\'e; --' });

  for (const engineCase of engineCases('postgres')) {
    onEngine(`means what it says: ${engineCase.name}`, async ({ driver }) => {
      const run = async (sql: string) => (await driver.query(sql)).rows;
      expect(await runEngineCase(engineCase, 'postgres', run)).toEqual([]);
    });
  }
});
