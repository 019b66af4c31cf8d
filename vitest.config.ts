import { defineConfig } from 'vitest/config';

const foldersOf = (engines: readonly string[]): string[] =>
  engines.map(engine => `packages/warehouse-${engine}`);

/** Their engines take whole machines: `./etude test` runs them by themselves. */
const ENGINES = [
  ...foldersOf(['clickhouse', 'trino', 'spark']),
  'packages/sink-clickhouse',
  'packages/sink-kafka',
];

/** Their SQL runs on another engine, translated, which takes minutes. */
const CLOUD = foldersOf(['bigquery', 'snowflake', 'databricks']);

const all = ['packages/*', 'apps/edge', 'calibration'];

const projects: Readonly<Record<string, string[]>> = {
  engines: ENGINES,
  cloud: CLOUD,
  others: [...all, ...[...ENGINES, ...CLOUD].map(folder => `!${folder}`)],
};

export default defineConfig({
  test: { projects: projects[process.env['ETUDE_TEST_PART'] ?? ''] ?? all },
});
