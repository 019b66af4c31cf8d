import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import {
  mkdir,
  mkdtemp,
  readdir,
  rm,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from 'vitest';
import { compactAll } from './compact-all';
import { requestErasure } from './erase-unit';
import { partitionFingerprints } from './lake-files';
import { LAKE_TABLES } from './lake-schema';
import { recordLine } from './record-line';
import { openDuckDb } from './testing/duckdb-engine';
import { assignmentRecord } from './testing/example-records';
import { tidyLake } from './tidy-lake';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

let engine: Awaited<ReturnType<typeof openDuckDb>>;
let reader: ReturnType<typeof createDuckDbDriver>;
let dir = '';
beforeAll(async () => {
  engine = await openDuckDb();
});
afterAll(() => engine.close());
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-kept-'));
  await mkdir(join(dir, 'log', 'sealed'), { recursive: true });
  reader = createDuckDbDriver({
    lakeDir: join(dir, 'lake'),
    tables: LAKE_TABLES,
  });
});
afterEach(async () => {
  await reader.close();
  await rm(dir, { recursive: true, force: true });
});

const at = { assigned_at: '2026-03-01T10:00:00.000Z' };

const land = async (id: string, units: readonly string[]) => {
  const text = units
    .map(unit => recordLine(assignmentRecord({ ...at, unit, log_id: unit })))
    .join('\n');
  await writeFile(join(dir, 'log', 'sealed', `${id}.ndjson`), `${text}\n`);
  await compactAll({
    logDir: join(dir, 'log'),
    lakeDir: join(dir, 'lake'),
    query: engine.query,
  });
};

/** Keeps the units that a condition holds for. */
const keepUnits = async (id: string, condition: string) => {
  const { increments } = reader;
  const inspection = await increments.inspect({ id, tables: ['assignments'] });
  const days = (inspection.days['assignments'] ?? []).map(({ day }) => day);
  const result = await increments.run({
    id,
    inspection,
    steps: [
      {
        kind: 'days',
        name: 'read',
        table: 'assignments',
        days,
        notBefore: null,
      },
      {
        kind: 'save',
        file: 'units',
        sql: `SELECT unit FROM read WHERE ${condition}`,
      },
    ],
    answers: ['SELECT count(*) AS n FROM read'],
    keeps: { files: ['units'], content: {}, days: { assignments: days } },
    days: [],
  });
  return result?.rows;
};

const tidy = (now = new Date()) =>
  tidyLake({
    logDir: join(dir, 'log'),
    lakeDir: join(dir, 'lake'),
    query: engine.query,
    now,
    retentionDays: null,
    graceMs: 60_000,
  });

const kept = () => readdir(join(dir, 'lake', 'state'));

describe('what is kept of computations', () => {
  it('goes by the same fingerprints as the writer of the lake', async () => {
    await land('s1', ['u1', 'u2']);
    await land('s2', ['u3']);
    await keepUnits('all', 'TRUE');
    const { days } = await reader.increments.inspect({
      id: 'all',
      tables: ['assignments'],
    });
    const known = await partitionFingerprints(join(dir, 'lake'), 'assignments');
    expect(known).toHaveLength(1);
    expect(days['assignments']).toMatchObject(known);
  });

  it('is forgotten where it knows a unit that is forgotten', async () => {
    await land('s1', ['gone', 'other']);
    expect(await keepUnits('knows-both', 'TRUE')).toEqual([{ n: 2 }]);
    await keepUnits('knows-other', "unit = 'other'");
    await requestErasure(join(dir, 'lake'), {
      unit: 'gone',
      requestedAt: new Date().toISOString(),
      requestedBy: 'user:default/mia',
    });
    expect((await tidy()).erasures).toHaveLength(1);
    expect(await kept()).toEqual(['knows-other']);
    expect(await keepUnits('knows-both', 'TRUE')).toEqual([{ n: 1 }]);
  });

  it('is not kept when a day changed while it was made', async () => {
    await land('s1', ['u1']);
    const inspection = await reader.increments.inspect({
      id: 'late',
      tables: ['assignments'],
    });
    await land('s2', ['u2']);
    const program = {
      id: 'late',
      inspection,
      steps: [],
      answers: ['SELECT 1 AS n'],
      keeps: { files: [], content: {}, days: {} },
      days: [],
    };
    expect(await reader.increments.run(program)).toBeNull();
  });

  it('goes when nobody asked for it for a month', async () => {
    await land('s1', ['u1']);
    await keepUnits('old', 'TRUE');
    await keepUnits('new', 'TRUE');
    const longAgo = new Date(Date.now() - 31 * 86_400_000);
    await utimes(join(dir, 'lake', 'state', 'old'), longAgo, longAgo);
    const { states } = await tidy();
    expect(states).toMatchObject({ count: 1, removed: 1 });
    expect(states.bytes).toBeGreaterThan(100);
    expect(await kept()).toEqual(['new']);
  });
});
