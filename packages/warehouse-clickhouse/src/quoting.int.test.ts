import { engineCases, runEngineCase } from '@etude/sql/conformance';
import { engineSuite, quotingContract } from '@etude/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startClickHouse } from './testing/clickhouse-under-test';

describe('what is printed for ClickHouse', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  const onEngine = engineSuite(startClickHouse, {
    beforeAll,
    afterAll,
    it,
    warn,
  });

  quotingContract(onEngine, expect, { tableName: 'a"b`c\\d\'e; --' });

  for (const engineCase of engineCases('clickhouse')) {
    onEngine(`means what it says: ${engineCase.name}`, async ({ driver }) => {
      const run = async (sql: string) => (await driver.query(sql)).rows;
      expect(await runEngineCase(engineCase, 'clickhouse', run)).toEqual([]);
    });
  }
});
