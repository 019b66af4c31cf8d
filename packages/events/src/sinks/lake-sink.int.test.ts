import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunSql } from '../run-sql';
import { LAKE_TABLES } from '../lake-schema';
import { openDuckDb } from '../testing/duckdb-engine';
import { openLakeSink } from './lake-sink';
import { sinkContract } from './sink-contract';
import type { SinkUnderContract } from './sink-under-contract';

let engine: Awaited<ReturnType<typeof openDuckDb>>;
beforeAll(async () => {
  engine = await openDuckDb();
});
afterAll(() => engine.close());

const lakeSink = (logDir: string, lakeDir: string, query: RunSql) =>
  openLakeSink({
    logDir,
    lakeDir,
    query,
    retentionDays: null,
    onTidy: outcome => expect(outcome).toMatchObject({ ok: true }),
    onRows: () => undefined,
  });

const idsIn = async (lakeDir: string): Promise<string[]> => {
  const driver = createDuckDbDriver({ lakeDir, tables: LAKE_TABLES });
  try {
    const { rows } = await driver.query(
      'SELECT event_id AS id FROM events UNION ALL SELECT log_id FROM assignments ORDER BY id',
    );
    return rows.map(({ id }) => String(id));
  } finally {
    await driver.close();
  }
};

const make = async (): Promise<SinkUnderContract> => {
  const root = await mkdtemp(join(tmpdir(), 'etude-lake-sink-'));
  const lakeDir = join(root, 'lake');
  let isCutOff = false;
  let losesNextCopy = false;
  const query: RunSql = async sql => {
    if (isCutOff) throw new Error('the disk is gone');
    const answer = await engine.query(sql);
    if (losesNextCopy && sql.startsWith('COPY')) {
      losesNextCopy = false;
      throw new Error('the answer is lost');
    }
    return answer;
  };
  return {
    open: logDir => lakeSink(logDir, lakeDir, query),
    read: () => idsIn(lakeDir),
    cutOff: () => {
      isCutOff = true;
      return () => {
        isCutOff = false;
      };
    },
    breakMidway: () => {
      losesNextCopy = true;
      return () => !losesNextCopy;
    },
    poison: null,
    program: [join(__dirname, '../testing/ship-to-lake-main.ts'), lakeDir],
    remove: () => rm(root, { recursive: true, force: true }),
  };
};

describe('openLakeSink', () => {
  sinkContract(make, { it, expect });

  it('works alone on a lake, and removes what a kill left there', async () => {
    const root = await mkdtemp(join(tmpdir(), 'etude-lake-sink-'));
    const lakeDir = join(root, 'lake');
    const leftBehind = join(lakeDir, '.compacting', 'left-behind');
    await mkdir(leftBehind, { recursive: true });
    const first = await lakeSink(root, lakeDir, engine.query);
    expect(await readdir(lakeDir)).not.toContain('.compacting');
    await expect(lakeSink(root, lakeDir, engine.query)).rejects.toMatchObject({
      code: 'ETUDE_LOG_DIRECTORY_LOCKED',
    });
    await first.close();
    await (await lakeSink(root, lakeDir, engine.query)).close();
    await rm(root, { recursive: true, force: true });
  });
});
