import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

/** How many rows the generated lake has. */
export type LakeSize = {
  readonly exposures: number;
  readonly facts: number;
  /** Users with facts; the first half of them is exposed. */
  readonly users: number;
  /** From {@link FROM} on. */
  readonly days: number;
};

const DAYS = 14;

/** A lake `scale` times the usual size of 1 M exposures and 10 M facts. */
export const lakeSize = (scale: number): LakeSize => ({
  exposures: 1_000_000 * scale,
  facts: 10_000_000 * scale,
  users: 800_000 * scale,
  days: DAYS,
});

/** First day and end of the generated lake. */
export const FROM = '2026-01-01T00:00:00Z';
export const UNTIL = '2026-01-15T00:00:00Z';

/**
 * A number in [0, 1) that depends on the row and on `salt` only, fine enough
 * for every user of the largest lake.
 */
const share = (salt: number): string =>
  `((hash(i * 16 + ${salt}) % 4294967296) / 4294967296.0)`;

const unitOf = (user: string): string =>
  `printf('%016x', hash(CAST(${user} AS BIGINT)))`;

const timeAt = (position: string, days: number): string =>
  `(TIMESTAMP '2026-01-01' + to_microseconds(CAST((${position}) * ${days} * 86400000000 AS BIGINT)))`;

// Rows arrive in the order of their time; a unit keeps its variant.
const assignments = ({ exposures, users, days }: LakeSize): string => `
  SELECT assigned_at, unit, 'targeting_key' AS selector, 'checkout' AS flag,
    'ab-test' AS rule, 'everyone' AS segment,
    CASE WHEN hash(unit) % 2 = 0 THEN 'control' ELSE 'treatment' END AS variant,
    'id' AS assignment_id, 'MATCH' AS reason, 'shop' AS client,
    NULL::VARCHAR AS environment, printf('%032x', i) AS resolve_id,
    printf('%032x-0', i) AS log_id, CAST(assigned_at AS DATE) AS date
  FROM (
    SELECT i, ${timeAt(`i / ${exposures}.0`, days)} AS assigned_at,
      ${unitOf(`floor(${share(1)} * ${users / 2})`)} AS unit
    FROM range(${exposures}) AS rows (i)
  )`;

// Few users do most: activity falls with the power of 1.7.
const events = ({ facts, users, days }: LakeSize): string => `
  SELECT printf('%032x', i) AS event_id,
    CASE WHEN kind < 0.70 THEN 'stream' WHEN kind < 0.90 THEN 'search'
      WHEN kind < 0.97 THEN 'share' WHEN kind < 0.995 THEN 'purchase'
      ELSE 'refund' END AS event,
    event_time, event_time AS received_at, unit, exp(value) AS value,
    'shop' AS client, '{}' AS payload, CAST(event_time AS DATE) AS date
  FROM (
    SELECT i, ${timeAt(`i / ${facts}.0`, days)} AS event_time,
      ${unitOf(`floor(pow(${share(1)}, 1.7) * ${users})`)} AS unit,
      ${share(2)} AS kind,
      ${share(3)} + ${share(4)} + ${share(5)} AS value
    FROM range(${facts}) AS rows (i)
  )`;

/**
 * Writes a lake of that size, the same in every run: one Parquet file a day,
 * as the compactor lays it out.
 */
export const generateLake = async (
  lakeDir: string,
  size: LakeSize,
): Promise<void> => {
  await mkdir(lakeDir, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    for (const [table, select] of Object.entries({
      assignments: assignments(size),
      events: events(size),
    })) {
      const target = join(lakeDir, table).replaceAll("'", "''");
      await connection.run(
        `COPY (${select}) TO '${target}' (FORMAT parquet, COMPRESSION zstd, PARTITION_BY (date))`,
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};
