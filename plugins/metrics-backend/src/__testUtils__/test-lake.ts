import { DuckDBInstance } from '@duckdb/node-api';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type TestLake = {
  readonly directory: string;
  /** Writes the rows of a SELECT as a file of a table, for one day. */
  readonly write: (file: {
    readonly table: 'assignments' | 'events';
    readonly date: string;
    readonly select: string;
  }) => Promise<void>;
  readonly remove: () => Promise<void>;
};

/** An empty lake in a folder of its own. */
export const createTestLake = async (): Promise<TestLake> => {
  const directory = await mkdtemp(join(tmpdir(), 'etude-lake-'));
  let files = 0;
  return {
    directory,
    write: async ({ table, date, select }) => {
      const folder = join(directory, table, `date=${date}`);
      await mkdir(folder, { recursive: true });
      files += 1;
      const instance = await DuckDBInstance.create(':memory:');
      const connection = await instance.connect();
      await connection.run(
        `COPY (${select}) TO '${join(folder, `file-${files}.parquet`)}' (FORMAT parquet)`,
      );
      connection.closeSync();
      instance.closeSync();
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
};

/** A SELECT of assignments from tuples of time, unit, flag, rule, variant. */
export const assignmentRows = (
  rows: readonly (readonly [
    at: string,
    unit: string,
    flag: string,
    rule: string,
    variant: string,
  ])[],
): string => `
  SELECT CAST(moment AS TIMESTAMP) AS assigned_at, unit, 'targeting_key' AS selector,
    flag, rule, 'segment-1' AS segment, variant, 'assignment-' || unit AS assignment_id,
    'match' AS reason, 'web' AS client, 'production' AS environment,
    'resolve-' || unit AS resolve_id, 'log-' || unit || variant AS log_id
  FROM (VALUES ${rows.map(row => `(${row.map(cell => `'${cell}'`).join(', ')})`).join(', ')})
    AS rows(moment, unit, flag, rule, variant)`;

/** A SELECT of events from tuples of time, unit, event, value. */
export const eventRows = (
  rows: readonly (readonly [
    at: string,
    unit: string,
    event: string,
    value: number | null,
  ])[],
): string => `
  SELECT 'event-' || moment || unit AS event_id, event,
    CAST(moment AS TIMESTAMP) AS event_time, CAST(moment AS TIMESTAMP) AS received_at,
    unit, CAST(value AS DOUBLE) AS value, 'web' AS client, '{}' AS payload
  FROM (VALUES ${rows
    .map(
      ([at, unit, event, value]) =>
        `('${at}', '${unit}', '${event}', ${value ?? 'NULL'})`,
    )
    .join(', ')}) AS rows(moment, unit, event, value)`;
