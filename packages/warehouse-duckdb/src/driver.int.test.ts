import { driverContract } from '@etude/warehouse';
import { describe, expect, it } from 'vitest';
import { createDuckDbDriver } from './duckdb-driver';

const wait = (ms: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

driverContract(
  'DuckDB',
  () => ({
    driver: createDuckDbDriver({ threads: 2 }),
    endlessSql: `
      WITH RECURSIVE "steps" AS (
        SELECT 1 AS "step" UNION ALL SELECT "step" + 1 FROM "steps" WHERE "step" < 2000000000
      ) SELECT MAX("step") AS "last" FROM "steps"`,
    decimalSql: 'SELECT CAST(0.25 AS DECIMAL(10, 2)) AS "d"',
  }),
  { describe, it, expect, wait },
);
