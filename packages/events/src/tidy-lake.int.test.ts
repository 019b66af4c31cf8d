import { LAKE_TABLES } from './lake-schema';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import fc from 'fast-check';
import {
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
import {
  finishedErasures,
  pendingErasures,
  requestErasure,
} from './erase-unit';
import { partitionFingerprints } from './lake-files';
import { chooseMerge, mergeSmallFiles } from './merge-files';
import type { LakeRecord } from './lake-schema';
import { recordLine } from './record-line';
import { removeUnfinished, tidyLake } from './tidy-lake';
import { openDuckDb } from './testing/duckdb-engine';
import { assignmentRecord, eventRecord } from './testing/example-records';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 30_000 });

let engine: Awaited<ReturnType<typeof openDuckDb>>;
beforeAll(async () => {
  engine = await openDuckDb();
});
afterAll(() => engine.close());

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-tidy-'));
  await mkdir(join(dir, 'log', 'sealed'), { recursive: true });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const logDir = () => join(dir, 'log');
const lakeDir = () => join(dir, 'lake');

/** Seals the records as a segment and compacts it. */
const land = async (id: string, records: readonly LakeRecord[]) => {
  const text = records.map(record => `${recordLine(record)}\n`).join('');
  await writeFile(join(logDir(), 'sealed', `${id}.ndjson`), text);
  const pass = await compactAll({
    logDir: logDir(),
    lakeDir: lakeDir(),
    query: engine.query,
  });
  expect(pass.failed).toEqual([]);
};

const tidy = (change: Partial<Parameters<typeof tidyLake>[0]> = {}) =>
  tidyLake({
    logDir: logDir(),
    lakeDir: lakeDir(),
    query: engine.query,
    now: new Date('2026-03-10T12:00:00Z'),
    retentionDays: null,
    graceMs: 60_000,
    ...change,
  });

const openReader = () =>
  createDuckDbDriver({ lakeDir: lakeDir(), tables: LAKE_TABLES });

const readLake = async (sql: string) => {
  const driver = openReader();
  try {
    return (await driver.query(sql)).rows;
  } finally {
    await driver.close();
  }
};

const eventIds = async () =>
  (await readLake('SELECT event_id FROM events ORDER BY event_id')).map(
    row => row['event_id'],
  );

const landMany = async (count: number, day = '2026-03-01') => {
  for (let index = 0; index < count; index++) {
    const id = String(index).padStart(2, '0');
    await land(`s${id}`, [
      eventRecord({ event_id: id, event_time: `${day}T10:00:00.000Z` }),
    ]);
  }
};

const filesOnDisk = async (table: string): Promise<number> =>
  (
    await readdir(join(lakeDir(), table), { recursive: true }).catch(() => [])
  ).filter(name => name.endsWith('.parquet')).length;

describe('merging small files', () => {
  it('leaves rows and fingerprints as they are, in one file', async () => {
    await landMany(5);
    const before = await partitionFingerprints(lakeDir(), 'events');
    const ids = await eventIds();
    expect(await tidy()).toMatchObject({ mergedFiles: 5, removedFiles: 0 });
    expect(await eventIds()).toEqual(ids);
    expect(await partitionFingerprints(lakeDir(), 'events')).toEqual(before);
    const later = new Date('2026-03-10T12:05:00Z');
    expect(await tidy({ now: later })).toMatchObject({ removedFiles: 5 });
    expect(await filesOnDisk('events')).toBe(1);
    expect(await eventIds()).toEqual(ids);
    // A late row changes the day, and only that day.
    await land('late', [
      eventRecord({
        event_id: 'late',
        event_time: '2026-03-01T23:00:00.000Z',
      }),
    ]);
    expect(await partitionFingerprints(lakeDir(), 'events')).not.toEqual(
      before,
    );
    expect(await eventIds()).toEqual([...ids, 'late']);
  });

  it('is seen by a reader that was open before', async () => {
    await landMany(5);
    const reader = openReader();
    try {
      const count = async () =>
        (await reader.query('SELECT count(*) AS "n" FROM events')).rows;
      expect(await count()).toEqual([{ n: 5 }]);
      await tidy();
      expect(await count()).toEqual([{ n: 5 }]);
      await tidy({ now: new Date('2026-03-10T13:00:00Z') });
      expect(await count()).toEqual([{ n: 5 }]);
    } finally {
      await reader.close();
    }
  });

  it('still knows the ids of a client whose events were merged', async () => {
    await landMany(4);
    const mine = eventRecord({ event_id: 'mine', id_origin: 'client' });
    await land('first', [mine]);
    await tidy();
    await land('again', [mine]);
    expect((await eventIds()).filter(id => id === 'mine')).toHaveLength(1);
  });

  it('leaves files alone whose segment may be compacted again', async () => {
    await landMany(4);
    await writeFile(join(logDir(), 'sealed', 's01.ndjson'), '');
    expect(await tidy()).toMatchObject({ mergedFiles: 0 });
  });

  it.each(['copy', 'replace'] as const)(
    'killed before step %s changes nothing and can be repeated',
    async killAt => {
      await landMany(5);
      const [events] = LAKE_TABLES.filter(({ name }) => name === 'events');
      if (!events) throw new Error('no events');
      const killed = mergeSmallFiles({
        lakeDir: lakeDir(),
        table: events,
        query: engine.query,
        now: new Date('2026-03-10T12:00:00Z'),
        openSegments: new Set(),
        onStep: step => {
          if (step === killAt) throw new Error('killed');
        },
      });
      await expect(killed).rejects.toThrow('killed');
      expect(await eventIds()).toHaveLength(5);
      await removeUnfinished(lakeDir());
      expect(await tidy()).toMatchObject({ mergedFiles: 5 });
      expect(await eventIds()).toHaveLength(5);
    },
  );

  it('forgets a merged file that no manifest names', async () => {
    await landMany(2);
    const folder = join(lakeDir(), 'events', 'date=2026-03-01', 'merged');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'orphan.parquet'), 'torn');
    expect(await eventIds()).toHaveLength(2);
    await removeUnfinished(lakeDir());
    expect(await readdir(folder)).toEqual([]);
  });

  it('copies a row about once per size class', () => {
    const KB = 1024;
    let files: { path: string; bytes: number }[] = [];
    let copied = 0;
    const days = 4_000;
    for (let index = 0; index < days; index++) {
      files.push({ path: String(index), bytes: 40 * KB });
      const sized = files.map(file => ({
        ...file,
        day: '2026-03-01',
        digest: '',
        isMerged: false,
      }));
      const chosen = new Set(chooseMerge(sized, false).map(({ path }) => path));
      if (chosen.size === 0) continue;
      const bytes = files
        .filter(({ path }) => chosen.has(path))
        .reduce((sum, file) => sum + file.bytes, 0);
      copied += bytes;
      files = files.filter(({ path }) => !chosen.has(path));
      files.push({ path: `m${index}`, bytes });
    }
    // 160 MB in three size classes, and never many files to open.
    expect(copied / (days * 40 * KB)).toBeLessThan(3.1);
    expect(files.length).toBeLessThan(60);
  });
});

describe('retention', () => {
  it('drops whole days and keeps the others', async () => {
    await land('old', [
      eventRecord({ event_id: 'old', event_time: '2026-03-01T10:00:00.000Z' }),
      eventRecord({ event_id: 'new', event_time: '2026-03-09T10:00:00.000Z' }),
    ]);
    expect(await tidy({ retentionDays: 2 })).toMatchObject({
      droppedDays: ['events/2026-03-01'],
    });
    expect(await eventIds()).toEqual(['new']);
  });

  it('finishes what a killed compactor began, with merged files too', async () => {
    const event_time = '2026-03-01T10:00:00.000Z';
    for (const event_id of ['a', 'b', 'c', 'd']) {
      await land(event_id, [eventRecord({ event_id, event_time })]);
    }
    await land('new', [eventRecord({ event_time: '2026-03-09T10:00:00Z' })]);
    expect(await tidy()).toMatchObject({ mergedFiles: 4 });
    // Killed when the folder was gone and the manifest not yet written.
    const folder = join(lakeDir(), 'events', 'date=2026-03-01');
    await rm(folder, { recursive: true });
    await tidy({ retentionDays: 2 });
    expect(await eventIds()).toEqual(['event-1']);
  });
});

describe('forgetting a unit', () => {
  const at = '2026-03-10T11:00:00.000Z';

  it('removes its rows everywhere and no others, whatever its name', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1 }), {
          minLength: 2,
          maxLength: 5,
        }),
        async names => {
          const units = [...new Set(names.map(name => name.toWellFormed()))];
          await rm(lakeDir(), { recursive: true, force: true });
          await land(
            's1',
            units.flatMap((unit, index) => [
              eventRecord({ event_id: `${index}`, unit }),
              assignmentRecord({ log_id: `a${index}`, unit }),
              eventRecord({
                event_id: `next-${index}`,
                unit,
                event_time: '2026-03-02T00:00:00.000Z',
              }),
            ]),
          );
          const [gone = ''] = units;
          const wish = { unit: gone, requestedAt: at, requestedBy: 'user:me' };
          const before = await partitionFingerprints(lakeDir(), 'events');
          const { id } = await requestErasure(lakeDir(), wish);
          const { erasures } = await tidy();
          expect(erasures).toMatchObject([
            { id, rows: { assignments: 1, events: 2 }, rejectedLines: 0 },
          ]);
          expect(JSON.stringify(erasures)).not.toContain('"unit"');
          expect(
            await readLake('SELECT DISTINCT unit FROM events'),
          ).toHaveLength(units.length - 1);
          expect(
            await readLake('SELECT DISTINCT unit FROM assignments'),
          ).toHaveLength(units.length - 1);
          expect(await partitionFingerprints(lakeDir(), 'events')).not.toEqual(
            before,
          );
          expect(await pendingErasures(lakeDir())).toEqual([]);
        },
      ),
      { seed: 1, numRuns: 7, examples: [[['a\0b', 'a', 'a\0']]] },
    );
  });

  it('waits for what was logged before the request', async () => {
    await land('s1', [eventRecord()]);
    await writeFile(join(logDir(), 'active-a.ndjson'), '');
    const wish = { unit: 'user-1', requestedAt: at, requestedBy: 'user:me' };
    await requestErasure(lakeDir(), wish);
    const sealed = join(logDir(), 'sealed', 'a.ndjson');
    const listOpenSegments = async () => {
      const open = (await readdir(dirname(sealed))).length > 0 ? ['a'] : [];
      // Sealed just after somebody looked.
      await rename(join(logDir(), 'active-a.ndjson'), sealed).catch(() => null);
      return new Set(open);
    };
    expect(await tidy({ listOpenSegments })).toMatchObject({ erasures: [] });
    expect(await pendingErasures(lakeDir())).toHaveLength(1);
    await rm(sealed);
    // An edge with traffic always has a segment that is younger.
    await writeFile(join(logDir(), 'active-b.ndjson'), '');
    expect(await tidy()).toMatchObject({ erasures: [{ rows: { events: 1 } }] });
    expect(await finishedErasures(lakeDir())).toHaveLength(1);
  });

  it('removes rejected lines that hold it', async () => {
    await mkdir(join(logDir(), 'rejected'), { recursive: true });
    const lines = ['{"unit":"user-1"', '{"unit":"user-2"', ''].join('\n');
    await writeFile(join(logDir(), 'rejected', 'r.ndjson'), lines);
    await requestErasure(lakeDir(), {
      unit: 'user-1',
      requestedAt: at,
      requestedBy: 'user:me',
    });
    expect(await tidy()).toMatchObject({ erasures: [{ rejectedLines: 1 }] });
  });

  it('takes the rows from the disk once no query can need them', async () => {
    await land('s1', [
      eventRecord(),
      eventRecord({ event_id: 'b', unit: 'b' }),
    ]);
    const wish = { unit: 'user-1', requestedAt: at, requestedBy: 'user:me' };
    await requestErasure(lakeDir(), wish);
    await tidy();
    expect(await filesOnDisk('events')).toBe(2);
    await tidy({ now: new Date('2026-03-10T12:05:00Z') });
    expect(await filesOnDisk('events')).toBe(1);
    expect(await eventIds()).toEqual(['b']);
  });
});
