import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  LAKE_TABLES,
  compactAll,
  partitionFingerprints,
  readManifest,
  recordLine,
} from '@etude/events';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCompactionEngine } from './compaction-engine';

/** Days that are over, each with enough files to become one. */
const DAYS = Array.from(
  { length: 24 },
  (_, at) => `2026-03-${String(at + 1).padStart(2, '0')}`,
);
const FILES_PER_DAY = 4;
const ROWS_PER_FILE = 50;
const WAIT_MS = 120_000;

const eventLine = (id: string, day: string): string =>
  recordLine({
    type: 'event',
    event_id: id,
    id_origin: 'edge',
    event: 'purchase',
    event_time: `${day}T10:00:00.000Z`,
    received_at: `${day}T10:00:01.000Z`,
    unit: `unit-${id}`,
    value: 1,
    client: 'shop',
    payload: '{"value":1}',
  });

describe('a compactor that is killed while it merges', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'etude-merge-kill-'));
  });
  afterAll(() => rm(dir, { recursive: true, force: true }));

  const lakeDir = () => join(dir, 'lake');
  const tableDir = () => join(lakeDir(), 'events');
  const manifestFile = () => join(tableDir(), 'manifest.json');

  /** A lake of many small files, as weeks of compaction leave it. */
  const makeLake = async (): Promise<string[]> => {
    const sealed = join(dir, 'edge', 'log', 'sealed');
    await mkdir(sealed, { recursive: true });
    const ids: string[] = [];
    for (let file = 0; file < FILES_PER_DAY; file += 1) {
      const lines = DAYS.flatMap(day =>
        Array.from({ length: ROWS_PER_FILE }, (_, row) => {
          const id = `${day}-${file}-${String(row).padStart(3, '0')}`;
          ids.push(id);
          return eventLine(id, day);
        }),
      );
      await writeFile(join(sealed, `s${file}.ndjson`), `${lines.join('\n')}\n`);
    }
    const { query, close } = await openCompactionEngine();
    const logDir = join(dir, 'edge', 'log');
    const pass = await compactAll({ logDir, lakeDir: lakeDir(), query });
    close();
    expect(pass.failed).toEqual([]);
    return ids.sort();
  };

  const startCompactor = (): ChildProcess =>
    spawn(
      process.execPath,
      [
        '--no-node-snapshot',
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, 'compactor-main.ts'),
      ],
      {
        env: {
          ...process.env,
          ETUDE_EDGE_DIR: join(dir, 'edge'),
          ETUDE_LAKE_DIR: lakeDir(),
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );

  const mergedDays = (): string[] => {
    if (!existsSync(manifestFile())) return [];
    const { merged }: { merged: { path: string }[] } = JSON.parse(
      readFileSync(manifestFile(), 'utf8'),
    );
    return merged.map(({ path }) => path);
  };

  /** A merged file that readers do not read yet. */
  const hasUncounted = (): boolean => {
    const counted = new Set(mergedDays());
    return DAYS.some(day => {
      const folder = join(tableDir(), `date=${day}`, 'merged');
      return (
        existsSync(folder) &&
        readdirSync(folder).some(
          name => !counted.has(`date=${day}/merged/${name}`),
        )
      );
    });
  };

  const isCopying = (): boolean => {
    const work = join(lakeDir(), '.compacting');
    return (
      existsSync(work) &&
      readdirSync(work).some(name => name.startsWith('merge-'))
    );
  };

  /** Waits for a moment of the compactor, and kills it then. */
  const killWhen = async (isMoment: () => boolean): Promise<void> => {
    const compactor = startCompactor();
    const ended = once(compactor, 'exit');
    const deadline = Date.now() + WAIT_MS;
    while (!isMoment()) {
      if (compactor.exitCode !== null || Date.now() > deadline) {
        compactor.kill('SIGKILL');
        throw new Error('The compactor never came to this moment.');
      }
      await new Promise(resolve => setImmediate(resolve));
    }
    compactor.kill('SIGKILL');
    await ended;
  };

  const idsInLake = async (): Promise<unknown[]> => {
    const driver = createDuckDbDriver({
      lakeDir: lakeDir(),
      tables: LAKE_TABLES,
    });
    const { rows } = await driver.query(
      'SELECT event_id FROM events ORDER BY event_id',
    );
    await driver.close();
    return rows.map(row => row['event_id']);
  };

  const runToTheEnd = async (): Promise<void> => {
    const compactor = startCompactor();
    const ended = once(compactor, 'exit');
    const deadline = Date.now() + WAIT_MS;
    while (mergedDays().length < DAYS.length && Date.now() < deadline) {
      await delay(50);
    }
    compactor.kill('SIGTERM');
    await ended;
    expect(compactor.exitCode).toBe(0);
  };

  it('shows readers every row once, and is finished by the next one', async () => {
    const ids = await makeLake();
    const before = await partitionFingerprints(lakeDir(), 'events');
    const moments: [string, () => boolean][] = [
      ['a copy is under way', isCopying],
      ['a merged file is not counted yet', hasUncounted],
      ['three days are merged', () => mergedDays().length >= 3],
      ['the next copy is under way', isCopying],
      ['another file is not counted yet', hasUncounted],
    ];
    for (const [when, isMoment] of moments) {
      await killWhen(isMoment);
      expect(await idsInLake(), when).toEqual(ids);
    }
    expect(mergedDays().length).toBeLessThan(DAYS.length);
    await runToTheEnd();
    expect(await idsInLake()).toEqual(ids);
    expect(await partitionFingerprints(lakeDir(), 'events')).toEqual(before);
    const { merged } = await readManifest(tableDir());
    expect(merged).toHaveLength(DAYS.length);
    expect(hasUncounted()).toBe(false);
    expect(await readdir(join(lakeDir(), '.compacting'))).toEqual([]);
  }, 240_000);
});
