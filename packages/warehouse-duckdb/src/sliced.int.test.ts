import {
  compareMoments,
  expectedMoments,
  rowCases,
  rowTables,
  runSlicedCase,
} from '@etude/metrics/conformance';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDuckDb } from './testing/duckdb-under-test';

const CASES = rowCases();
const MAX_SLICES = 5;
const TIMEOUT_MS = 180_000;

const needsAllUnits = ({ metricId, request }: (typeof CASES)[number]) => {
  const metric = request.metrics.find(({ id }) => id === metricId);
  return metric?.type === 'quantile' || metric?.cap?.kind === 'percentile';
};

describe('slices of units', () => {
  let engine: Awaited<ReturnType<typeof startDuckDb>>;
  beforeAll(async () => {
    engine = await startDuckDb();
    for (const table of rowTables()) await engine.load(table);
  });
  afterAll(() => engine.stop());

  it(
    'add up to what all units give, or are refused',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...CASES),
          fc.integer({ min: 1, max: MAX_SLICES }),
          async (rowCase, count) => {
            const sliced = await runSlicedCase(engine.driver, rowCase, count);
            if (needsAllUnits(rowCase)) {
              expect(sliced).toBeNull();
              return;
            }
            if (sliced === null) throw new Error(`${rowCase.name} is refused`);
            const expected = expectedMoments(rowCase);
            expect(compareMoments(sliced, expected)).toEqual([]);
          },
        ),
        { seed: 1, numRuns: 60 },
      );
    },
    TIMEOUT_MS,
  );
});
