import {
  compareMoments,
  expectedMoments,
  rowCases,
  rowTables,
  runRowCase,
} from '@etude/metrics/conformance';
import { engineSuite } from '@etude/warehouse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDuckDb } from './testing/duckdb-under-test';

describe('DuckDB computes every kind of metric', () => {
  const warn = (message: string) => process.stderr.write(`${message}\n`);
  const onEngine = engineSuite(
    async () => {
      const engine = await startDuckDb();
      if ('unavailable' in engine) return engine;
      for (const table of rowTables()) await engine.load(table);
      return engine;
    },
    { beforeAll, afterAll, it, warn },
  );

  for (const rowCase of rowCases()) {
    onEngine(rowCase.name, async ({ driver }) => {
      const actual = await runRowCase(driver, rowCase);
      expect(compareMoments(actual, expectedMoments(rowCase))).toEqual([]);
    });
  }
});
