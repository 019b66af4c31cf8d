import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LAKE_TABLES, compactAll } from '@etude/events';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { openCompactionEngine } from '../compaction-engine';
import { isJsonBody } from '../parse-json-body';
import type { JsonBody } from '../parse-json-body';
import { startTestEdge } from '../testing/running-edge';
import type { RunningTestEdge } from '../testing/running-edge';
import { APP_SECRET, wireState } from './testing/wire-state';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

let edges: RunningTestEdge[];
let lakeDir: string;
beforeAll(async () => {
  lakeDir = await mkdtemp(join(tmpdir(), 'etude-applied-'));
  const confidence = {
    tokenKeys: '07'.repeat(32),
    stateEncryptionKey: '',
    grpcPort: null,
    grpcTls: null,
  };
  // Without memory of what they wrote, only the log ids keep repeats apart.
  const config = { confidence, dedupeSeconds: 0 };
  edges = [
    await startTestEdge(wireState(), config),
    await startTestEdge(wireState(), config),
  ];
});
afterAll(async () => {
  for (const edge of edges) await edge.stop();
  await rm(lakeDir, { recursive: true, force: true });
});

const post = async (url: string, body: JsonBody): Promise<JsonBody> => {
  const response = await fetch(url, {
    method: 'POST',
    body: JSON.stringify({ clientSecret: APP_SECRET, ...body }),
  });
  expect(response.status).toBe(200);
  const answer: unknown = await response.json();
  return isJsonBody(answer) ? answer : {};
};

const rowsOfLake = async () => {
  const driver = createDuckDbDriver({
    lakeDir,
    tables: LAKE_TABLES,
    threads: 1,
  });
  const { rows } = await driver.query(
    'SELECT flag, rule, unit, reason FROM assignments ORDER BY ALL',
  );
  await driver.close();
  return rows;
};

it('has an apply once in the lake, however often and wherever it was sent', async () => {
  const [first] = edges;
  const { resolveToken } = await post(`${first?.url}/v1/flags:resolve`, {
    evaluationContext: { targeting_key: 'user-1' },
  });
  const now = new Date().toISOString();
  const apply = {
    resolveToken,
    sendTime: now,
    flags: [{ flag: 'flags/passed-on', applyTime: now }],
  };
  for (const { url } of [...edges, ...edges]) {
    await post(`${url}/v1/flags:apply`, apply);
  }
  const engine = await openCompactionEngine();
  for (const edge of edges) {
    const logDir = await edge.seal();
    await compactAll({ logDir, lakeDir, query: engine.query });
  }
  engine.close();
  const shared = { flag: 'passed-on', unit: 'user-1' };
  expect(await rowsOfLake()).toEqual([
    { ...shared, rule: 'first', reason: 'FALLTHROUGH' },
    { ...shared, rule: 'second', reason: 'MATCH' },
  ]);
});
