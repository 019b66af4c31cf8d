import { DuckDBInstance } from '@duckdb/node-api';
import { compactSegment } from '@etude/events';
import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Figure } from '../figure';
import { ROUNDS, costOf, medianRound } from '../measure';
import type { Cost } from '../measure';
import { workloadUsers } from '../resolve/resolve-workload';
import { lineOf } from './ingest-workload';

const EVENTS = 300_000;

/** A sealed log file of {@link EVENTS} events in the order they came. */
const segmentText = (): string => {
  const units = workloadUsers().map(user => user.targeting_key);
  const lines: string[] = [];
  for (let index = 0; index < EVENTS; index++) {
    lines.push(lineOf(units[(index * 7919) % units.length] ?? ''));
  }
  return `${lines.join('\n')}\n`;
};

const medianOf = async (work: () => Promise<number>): Promise<Cost> => {
  const rounds: Cost[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await costOf(work));
  return medianRound(rounds);
};

/**
 * A sealed segment to Parquet sorted by unit, on the disk, beside DuckDB
 * reading the same lines and doing nothing with them.
 */
export const measureCompaction = async (
  folder: string,
  threads: number,
): Promise<Figure> => {
  const dir = await mkdtemp(join(folder, 'compaction-'));
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
  });
  const connection = await instance.connect();
  const query = async (sql: string) => ({
    rows: (await connection.runAndReadAll(sql)).getRowObjectsJson(),
  });
  try {
    const sealed = join(dir, 'log', 'sealed');
    await mkdir(sealed, { recursive: true });
    const original = join(dir, 'original.ndjson');
    const segmentFile = join(sealed, 'segment.ndjson');
    const text = segmentText();
    await writeFile(original, text);
    const read = await medianOf(async () => {
      await query(
        `SELECT sum(hash(COLUMNS(*))) FROM read_json('${original}', format = 'newline_delimited', columns = {event_id: 'VARCHAR', event: 'VARCHAR', event_time: 'TIMESTAMP', received_at: 'TIMESTAMP', unit: 'VARCHAR', value: 'DOUBLE', client: 'VARCHAR', payload: 'VARCHAR'})`,
      );
      return EVENTS;
    });
    const cost = await medianOf(async () => {
      // The compaction removes its segment.
      await link(original, segmentFile);
      const lakeDir = await mkdtemp(join(dir, 'lake-'));
      await compactSegment({ segmentFile, lakeDir, query });
      return EVENTS;
    });
    return {
      name: `compact a sealed segment to Parquet by unit, ${threads} ${threads === 1 ? 'thread' : 'threads'}`,
      unit: 'events',
      cost,
      references: [
        { name: 'DuckDB that reads the same lines', cost: read, by: 'cpu' },
      ],
      notes: [
        `${(text.length / 1e6).toFixed(0)} MB of lines, ${EVENTS / 1000} k events`,
      ],
    };
  } finally {
    instance.closeSync();
    await rm(dir, { recursive: true, force: true });
  }
};
