import { join } from 'node:path';
import type { Benchmark, Figure } from '../figure';
import { ROUNDS, medianRound } from '../measure';
import type { Cost } from '../measure';
import { generateLake, lakeSize } from '../refresh/generate-lake';
import type { LakeSize } from '../refresh/generate-lake';
import { METRICS } from '../refresh/refresh-request';
import { RIVAL_METRICS, rivalSql } from '../refresh/rival-sql';
import { checkRival, refresh } from '../refresh/run-refresh';
import { hasChdb, startChdb } from './chdb-engine';
import type { ChdbEngine } from './chdb-engine';

const TABLES = {
  assignments: ['assigned_at', 'unit', 'flag', 'rule', 'variant'],
  events: ['event_time', 'unit', 'event', 'value'],
} as const;

/** What the lake's columns are where ClickHouse infers them: nullable. */
const TYPES: Readonly<Record<string, string>> = {
  assigned_at: "DateTime64(6, 'UTC')",
  event_time: "DateTime64(6, 'UTC')",
  value: 'Float64',
};

/** The lake twice: as Parquet, and as tables sorted by unit and time. */
const STORES = {
  parquet: 'Parquet',
  merge_tree: 'MergeTree ordered by unit and time',
} as const;

const load = async (engine: ChdbEngine, lakeDir: string): Promise<void> => {
  for (const store of Object.keys(STORES)) {
    await engine.run(`CREATE DATABASE ${store}`);
  }
  for (const [table, columns] of Object.entries(TABLES)) {
    const [at = ''] = columns;
    const files = `file('${lakeDir}/${table}/*/*.parquet', Parquet)`;
    const rows = `SELECT ${columns.join(', ')}, CAST(toDate32(${at}) AS Nullable(Date32)) AS date FROM ${files}`;
    const types = [...columns, 'date'].map(
      name =>
        `${name} Nullable(${TYPES[name] ?? (name === 'date' ? 'Date32' : 'String')})`,
    );
    await engine.run(`CREATE VIEW parquet.${table} AS ${rows}`);
    await engine.run(
      `CREATE TABLE merge_tree.${table} (${types.join(', ')}) ENGINE = MergeTree ORDER BY (unit, ${at}) SETTINGS allow_nullable_key = 1`,
    );
    await engine.run(`INSERT INTO merge_tree.${table} ${rows}`);
  }
};

/** Both in turn, so that a busy minute hits them alike. */
const measure = async (
  engine: ChdbEngine,
  store: keyof typeof STORES,
  { exposures, facts }: LakeSize,
): Promise<Figure> => {
  await engine.run(`USE ${store}`);
  await checkRival(engine);
  const ours: Cost[] = [];
  const rivals: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    engine.takeCost();
    await refresh(engine, METRICS);
    ours.push(engine.takeCost());
    await engine.query(rivalSql(RIVAL_METRICS));
    rivals.push(engine.takeCost());
  }
  const { rows } = await engine.query('SELECT version() AS version');
  return {
    name: `refresh ${METRICS.length} metrics on ClickHouse ${String(rows[0]?.['version'])}, ${STORES[store]}, ${exposures / 1e6} M exposures × ${facts / 1e6} M facts`,
    unit: 'refreshes',
    cost: medianRound(ours),
    references: [
      {
        name: "the nearest open platform's SQL for all of them",
        cost: medianRound(rivals),
        by: 'cpu',
      },
    ],
  };
};

/** The refresh beside the rival's SQL on a warehouse that is not DuckDB. */
export const enginesBenchmark: Benchmark = {
  name: 'refresh results on other engines',
  run: async (folder, { scale }) => {
    if (!hasChdb()) {
      process.stderr.write(
        'SKIPPED: ClickHouse is not installed. The tests of @etude/warehouse-clickhouse install it on Linux x64.\n',
      );
      return [];
    }
    const lakeDir = join(folder, 'engines-lake');
    const size = lakeSize(scale);
    await generateLake(lakeDir, size);
    const engine = await startChdb(join(folder, 'clickhouse'));
    try {
      await load(engine, lakeDir);
      return [
        await measure(engine, 'parquet', size),
        await measure(engine, 'merge_tree', size),
      ];
    } finally {
      engine.stop();
    }
  },
};
