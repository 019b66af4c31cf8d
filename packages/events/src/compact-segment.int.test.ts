import {
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDuckDbDriver } from '@etude/warehouse-duckdb';
import fc from 'fast-check';
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
import { compactSegment } from './compact-segment';
import type { CompactionStep } from './compact-segment';
import { LAKE_TABLES } from './lake-schema';
import type { LakeRecord } from './lake-schema';
import { recordLine, wellFormedJson } from './record-line';
import { openDuckDb } from './testing/duckdb-engine';
import { assignmentRecord, eventRecord } from './testing/example-records';

// Every step waits for the disk, which other programs may keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let engine: Awaited<ReturnType<typeof openDuckDb>>;
beforeAll(async () => {
  engine = await openDuckDb();
});
afterAll(() => engine.close());

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'etude-lake-'));
  await mkdir(join(dir, 'log', 'sealed'), { recursive: true });
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const logDir = () => join(dir, 'log');
const lakeDir = () => join(dir, 'lake');

const writeSegment = async (
  id: string,
  lines: readonly (LakeRecord | string | Buffer)[],
): Promise<string> => {
  const file = join(logDir(), 'sealed', `${id}.ndjson`);
  const bytes = lines.map(line =>
    Buffer.concat([
      Buffer.isBuffer(line)
        ? line
        : Buffer.from(typeof line === 'string' ? line : recordLine(line)),
      Buffer.from('\n'),
    ]),
  );
  await writeFile(file, Buffer.concat(bytes));
  return file;
};

const compact = () =>
  compactAll({ logDir: logDir(), lakeDir: lakeDir(), query: engine.query });

/** What readers of the lake see, through the driver they use. */
const readLake = async (sql: string) => {
  const driver = createDuckDbDriver({
    lakeDir: lakeDir(),
    tables: LAKE_TABLES,
    threads: 1,
  });
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

describe('compactSegment', () => {
  it('puts every field of a record under the date of its time', async () => {
    const file = await writeSegment('s1', [
      assignmentRecord({ variant: null, environment: 'production' }),
      eventRecord({ event_time: '2026-02-28T23:59:59.999Z' }),
    ]);
    await compact();
    const { type: _a, ...assignment } = assignmentRecord({
      variant: null,
      environment: 'production',
    });
    expect(await readLake('SELECT * FROM assignments')).toEqual([
      { ...assignment, date: '2026-03-01' },
    ]);
    const {
      type: _e,
      id_origin: _o,
      ...event
    } = eventRecord({
      event_time: '2026-02-28T23:59:59.999Z',
    });
    expect(await readLake('SELECT * FROM events')).toEqual([
      { ...event, date: '2026-02-28' },
    ]);
    expect(await readdir(join(lakeDir(), 'events', 'date=2026-02-28'))).toEqual(
      ['s1.parquet'],
    );
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('keeps any text that can be in a record', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(text, fc.dictionary(text, fc.jsonValue())), {
          minLength: 1,
          maxLength: 20,
        }),
        async entries => {
          await rm(lakeDir(), { recursive: true, force: true });
          const records = entries.map(([unit, payload], index) =>
            eventRecord({
              event_id: String(index).padStart(3, '0'),
              unit,
              payload: wellFormedJson(payload),
            }),
          );
          await writeSegment('s1', records);
          const pass = await compact();
          expect(pass.failed).toEqual([]);
          expect(pass.compacted).toMatchObject([{ rejectedLines: 0 }]);
          const { rows } = await engine.query(
            `SELECT unit, payload FROM read_parquet('${lakeDir()}/events/*/*.parquet') ORDER BY event_id`,
          );
          // The same JSON: the engine writes 1e+30 as 1e30.
          expect(
            rows.map(({ unit, payload }): unknown[] => [
              unit,
              JSON.parse(String(payload)),
            ]),
          ).toEqual(
            records.map(({ unit, payload }): unknown[] => [
              unit?.toWellFormed(),
              JSON.parse(payload),
            ]),
          );
        },
      ),
      { seed: 1, numRuns: 15 },
    );
  });

  it('spreads a segment of many dates', async () => {
    const days = ['01', '02', '05', '09', '20'];
    await writeSegment(
      's1',
      days.flatMap(day => [
        eventRecord({
          event_id: `e${day}`,
          event_time: `2026-03-${day}T00:00:00.000Z`,
        }),
        assignmentRecord({
          log_id: `a${day}`,
          assigned_at: `2026-03-${day}T23:59:59.999Z`,
        }),
      ]),
    );
    expect((await compact()).compacted).toMatchObject([
      { rows: { assignments: 5, events: 5 } },
    ]);
    const rows = await readLake(
      'SELECT "date", (SELECT count(*) FROM events e WHERE e."date" = a."date") AS n FROM assignments a ORDER BY "date"',
    );
    expect(rows).toEqual(days.map(day => ({ date: `2026-03-${day}`, n: 1 })));
  });

  it('sets lines aside that are no records, and keeps all others', async () => {
    const bad: (string | Buffer)[] = [
      '{"type":"event","event_id":"torn',
      'not json',
      '{"type":"visit"}',
      '{"type":"event","event_id":"incomplete"}',
      recordLine(eventRecord({ event_time: 'yesterday' })),
      recordLine(eventRecord({ event_time: '2026-03-01T10:00:00+02:00' })),
      recordLine(eventRecord({ event_time: '2026-02-30T10:00:00Z' })),
      // What only the engine refuses: a name twice.
      recordLine(eventRecord()).replace('{', '{"unit":"other",'),
      `\uFEFF${recordLine(eventRecord())}`,
      recordLine(eventRecord()).replace('12.5,"client"', '"many","client"'),
      recordLine(eventRecord()).replace('user-1', '\\ud800'),
      Buffer.from([0x7b, 0xff, 0x7d]),
      '\u0000\u0000',
    ];
    await writeSegment('s1', [
      eventRecord({ event_id: 'first' }),
      ...bad,
      eventRecord({ event_id: 'last' }),
    ]);
    expect(await compact()).toMatchObject({
      compacted: [{ rejectedLines: bad.length, rows: { events: 2 } }],
      failed: [],
    });
    expect(await eventIds()).toEqual(['first', 'last']);
    const rejected = await readFile(join(logDir(), 'rejected', 's1.ndjson'));
    expect(rejected).toEqual(
      Buffer.concat(
        bad.map(line => Buffer.concat([Buffer.from(line), Buffer.from('\n')])),
      ),
    );
  });

  it('counts an event once that a client sent again', async () => {
    const mine = eventRecord({ event_id: 'mine', id_origin: 'client' });
    const midnight = { event_id: 'night', id_origin: 'client' as const };
    await writeSegment('s1', [
      mine,
      mine,
      eventRecord({ ...midnight, event_time: '2026-03-01T23:59:59.000Z' }),
      eventRecord({ ...midnight, event_time: '2026-03-02T00:00:00.000Z' }),
    ]);
    await writeSegment('s2', [mine, { ...mine, client: 'other' }]);
    await compact();
    await writeSegment('s3', [
      mine,
      eventRecord({ ...midnight, event_time: '2026-03-02T00:00:01.000Z' }),
      eventRecord({ event_id: 'new', id_origin: 'client' }),
    ]);
    await compact();
    expect(
      await readLake('SELECT client, event_id FROM events ORDER BY ALL'),
    ).toEqual([
      { client: 'other', event_id: 'mine' },
      { client: 'shop', event_id: 'mine' },
      { client: 'shop', event_id: 'new' },
      { client: 'shop', event_id: 'night' },
    ]);
  });

  it('counts an assignment once that was applied again', async () => {
    const applied = assignmentRecord({ log_id: 'a', id_origin: 'client' });
    const later = { ...applied, assigned_at: '2026-03-02T00:00:01.000Z' };
    await writeSegment('s1', [applied, applied, assignmentRecord()]);
    await compact();
    await writeSegment('s2', [applied, { ...applied, client: 'other' }]);
    await compact();
    await writeSegment('s3', [later, { ...later, log_id: 'b' }]);
    await compact();
    expect(
      await readLake('SELECT client, log_id FROM assignments ORDER BY ALL'),
    ).toEqual([
      { client: 'other', log_id: 'a' },
      { client: 'shop', log_id: 'a' },
      { client: 'shop', log_id: 'b' },
      { client: 'shop', log_id: 'r1-0' },
    ]);
  });

  it('leaves a segment sealed when the engine fails, and goes on', async () => {
    await writeSegment('s1', [eventRecord({ event_id: 'a' })]);
    await writeSegment('s2', [eventRecord({ event_id: 'b' })]);
    const failing = await compactAll({
      logDir: logDir(),
      lakeDir: lakeDir(),
      query: sql =>
        /\bs1[.-]/.test(sql)
          ? Promise.reject(new Error('out of memory'))
          : engine.query(sql),
    });
    expect(failing.compacted).toMatchObject([{ segmentId: 's2' }]);
    expect(failing.failed).toMatchObject([
      { error: { code: 'ETUDE_COMPACTION_FAILED', kind: 'operational' } },
    ]);
    await compact();
    expect(await eventIds()).toEqual(['a', 'b']);
  });
});

const KILL_POINTS: readonly CompactionStep[] = [
  'copy',
  'publish',
  'copy',
  'publish',
  'copy',
  'publish',
  'remove',
];

describe('a compaction that is killed', () => {
  it.each(KILL_POINTS.map((step, index) => [index, step] as const))(
    'at step %i (%s) and repeated counts everything once',
    async (killAt, _step) => {
      const mine = eventRecord({ event_id: 'mine', id_origin: 'client' });
      const segmentFile = await writeSegment('s1', [
        assignmentRecord(),
        mine,
        eventRecord({
          event_id: 'later',
          event_time: '2026-03-02T00:00:00.000Z',
        }),
      ]);
      let steps = -1;
      const killed = compactSegment({
        segmentFile,
        lakeDir: lakeDir(),
        query: engine.query,
        onStep: () => {
          steps += 1;
          if (steps === killAt) throw new Error('killed');
        },
      });
      await expect(killed).rejects.toMatchObject({
        code: 'ETUDE_COMPACTION_FAILED',
      });
      // Another segment gets through in between, with the same event again.
      const between = await writeSegment('s2', [mine]);
      await compactSegment({
        segmentFile: between,
        lakeDir: lakeDir(),
        query: engine.query,
      });
      expect(await compact()).toMatchObject({ failed: [] });
      expect(await eventIds()).toEqual(['later', 'mine']);
      expect(await readLake('SELECT log_id FROM assignments')).toEqual([
        { log_id: 'r1-0' },
      ]);
    },
  );
});
