import { testTableSql } from '@etude/warehouse';
import type { EngineUnderTest } from '@etude/warehouse';
import { createEngineDriver } from '../engine-driver';
import { confineEngine, openEngine } from '../open-engine';

/** An embedded DuckDB for tests that compare engines; tables are in memory. */
export const startDuckDb = async (): Promise<EngineUnderTest> => {
  const engine = await openEngine({ threads: 2 });
  await confineEngine(engine, [engine.tempDir]);
  const driver = createEngineDriver(engine);
  const { rows } = await driver.query('SELECT version() AS "version"');
  return {
    name: `DuckDB ${String(rows[0]?.['version'])}`,
    driver,
    load: async table => {
      const connection = await engine.connect();
      try {
        for (const sql of testTableSql(table, 'duckdb')) {
          await connection.run(sql);
        }
      } finally {
        connection.closeSync();
      }
    },
    stop: () => driver.close(),
  };
};
