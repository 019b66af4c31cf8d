import { defineConfig } from 'vitest/config';

/** Their engines take whole machines: `./etude test` runs them by themselves. */
const ENGINES = ['clickhouse', 'trino', 'spark'].map(
  engine => `packages/warehouse-${engine}`,
);

const all = ['packages/*', 'apps/edge', 'calibration'];

const projects: Readonly<Record<string, string[]>> = {
  engines: ENGINES,
  others: [...all, ...ENGINES.map(folder => `!${folder}`)],
};

export default defineConfig({
  test: { projects: projects[process.env['ETUDE_TEST_PART'] ?? ''] ?? all },
});
