import {
  compareMoments,
  expectedMoments,
  rowCases,
  rowTables,
  runRowCase,
} from '@etude/metrics/conformance';
import { engineCases, runEngineCase } from '@etude/sql/conformance';
import { engineSuite, quotingContract } from '@etude/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBigQuery } from './testing/bigquery-under-test';

// Reading the long text of many metrics takes sqlglot seconds.
const CASE_LIMIT_MS = 180_000;

// What is asked and answered goes through the client and the API's forms; what
// the SQL means is what sqlglot makes of it.
describe('through the client of BigQuery', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  const onEngine = engineSuite(
    async () => {
      const engine = await startBigQuery();
      if ('unavailable' in engine) return engine;
      for (const table of rowTables()) await engine.load(table);
      return engine;
    },
    {
      beforeAll,
      afterAll,
      it: (name, body) => it(name, body, CASE_LIMIT_MS),
      warn,
    },
  );

  quotingContract(onEngine, expect, { columnNames: ['plain', 'with space'] });

  for (const engineCase of engineCases('bigquery')) {
    // A dot in a name, which BigQuery does not allow, is two names for sqlglot.
    if (engineCase.name === 'hostile names') continue;
    onEngine(`means what it says: ${engineCase.name}`, async ({ driver }) => {
      const run = async (sql: string) => (await driver.query(sql)).rows;
      expect(await runEngineCase(engineCase, 'bigquery', run)).toEqual([]);
    });
  }

  for (const rowCase of rowCases()) {
    onEngine(rowCase.name, async ({ driver }) => {
      const actual = await runRowCase(driver, rowCase);
      expect(compareMoments(actual, expectedMoments(rowCase))).toEqual([]);
    });
  }
});
