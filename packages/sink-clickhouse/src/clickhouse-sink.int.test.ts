import {
  openInterruptibleProxy,
  recordLine,
  sinkContract,
} from '@etude/events';
import type { SealedSegment, SinkUnderContract } from '@etude/events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { clickHouseSink } from './clickhouse-sink';
import { clickHouseTables } from './clickhouse-tables';
import { startClickHouse } from './testing/clickhouse-under-test';
import type { ClickHouseUnderTest } from './testing/clickhouse-under-test';

let engine: ClickHouseUnderTest | { readonly unavailable: string };
beforeAll(async () => {
  engine = await startClickHouse();
  if ('unavailable' in engine) {
    process.stderr.write(`SKIPPED: ${engine.unavailable}\n`);
  }
}, 300_000);
afterAll(async () => {
  if (!('unavailable' in engine)) await engine.stop();
});

let databases = 0;

const idsIn = async (
  { client }: ClickHouseUnderTest,
  database: string,
): Promise<string[]> => {
  const answer = await client.query({
    query: `SELECT id FROM (SELECT event_id AS id FROM ${database}.events UNION ALL SELECT log_id FROM ${database}.assignments) ORDER BY id`,
    format: 'JSONEachRow',
  });
  const rows = await answer.json<{ id: string }>();
  return rows.map(({ id }) => id);
};

/** A database of its own behind a proxy. */
const makeSubject = async (
  started: ClickHouseUnderTest,
): Promise<SinkUnderContract & { readonly database: string }> => {
  const { client, port, user, password } = started;
  const database = `lake_${(databases += 1)}`;
  for (const query of clickHouseTables({ database })) {
    await client.command({ query });
  }
  const proxy = await openInterruptibleProxy(port);
  return {
    database,
    open: () =>
      Promise.resolve(
        clickHouseSink({
          url: `http://127.0.0.1:${proxy.port}`,
          database,
          user,
          password,
          maxRecords: 1_000,
        }),
      ),
    read: () => idsIn(started, database),
    cutOff: () => {
      proxy.cutOff();
      return proxy.letThrough;
    },
    breakMidway: () => {
      proxy.loseAnswersAfter(400_000);
      return proxy.hasLostAnswers;
    },
    poison: {
      type: 'event',
      event_id: 'poison',
      id_origin: 'edge',
      event: 'purchase',
      event_time: '1815-12-10T00:00:00.000Z',
      received_at: '2026-03-01T10:00:01.000Z',
      unit: 'ada',
      value: null,
      client: 'shop',
      payload: '{}',
    },
    program: [
      join(__dirname, 'testing/ship-main.ts'),
      `http://127.0.0.1:${proxy.port}`,
      database,
      user,
      password,
    ],
    remove: async () => {
      await proxy.close();
      await client.command({ query: `DROP DATABASE ${database}` });
    },
  };
};

const make = async () =>
  'unavailable' in engine ? engine : makeSubject(engine);

sinkContract(make, { it, expect });

const EVENTS = 60;

const withSegment = async (work: (segment: SealedSegment) => Promise<void>) => {
  const dir = await mkdtemp(join(tmpdir(), 'etude-clickhouse-sink-'));
  try {
    const file = join(dir, 's1.ndjson');
    const lines = Array.from({ length: EVENTS }, (_, index) =>
      recordLine({
        type: 'event',
        event_id: `e${index}`,
        id_origin: 'edge',
        event: 'visit',
        // Some are of last month, so of another part of the table.
        event_time: `2026-0${2 + (index % 2)}-01T10:00:00.123Z`,
        received_at: '2026-03-01T10:00:01.000Z',
        unit: `unit-${index}`,
        value: 1.5,
        client: 'shop',
        payload: '{}',
      }),
    );
    await writeFile(file, `${lines.join('\n')}\n`);
    await work({ id: 's1', file, bytes: 0, writtenAtMs: 0 });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const numberOf = async (
  { client }: ClickHouseUnderTest,
  query: string,
): Promise<number> => {
  const answer = await client.query({ query, format: 'JSONEachRow' });
  const [row] = await answer.json<{ n: string }>();
  return Number(row?.n);
};

it('stores a repeated insert once, and counts rows once where it is cut otherwise', async ({
  skip,
}) => {
  if ('unavailable' in engine) return skip(engine.unavailable);
  const started = engine;
  const { client, port, user, password } = started;
  const database = 'repeats';
  for (const query of clickHouseTables({ database })) {
    await client.command({ query });
  }
  const url = `http://127.0.0.1:${port}`;
  const ship = async (segment: SealedSegment, maxRecords: number) => {
    const options = { url, database, user, password, maxRecords };
    const sink = clickHouseSink(options);
    await sink.ship(segment);
    await sink.close();
  };
  const stored = () =>
    numberOf(started, `SELECT count() AS n FROM ${database}.events_log`);
  const seen = () =>
    numberOf(started, `SELECT count() AS n FROM ${database}.events`);
  await client.command({ query: `SYSTEM STOP MERGES ${database}.events_log` });
  await withSegment(async segment => {
    await ship(segment, 20);
    await ship(segment, 20);
    expect([await stored(), await seen()]).toEqual([EVENTS, EVENTS]);
    // It is the token that tells, even where the rows would not.
    const text = await readFile(segment.file, 'utf8');
    await writeFile(segment.file, text.replaceAll('1.5', '2.5'));
    await ship(segment, 20);
    expect(await stored()).toBe(EVENTS);
    await writeFile(segment.file, text);
    await ship({ ...segment, id: 's2' }, 25);
    expect([await stored(), await seen()]).toEqual([2 * EVENTS, EVENTS]);
  });
  expect(
    await numberOf(
      started,
      `SELECT count() AS n FROM ${database}.events WHERE event_time = '2026-03-01 10:00:00.123' AND value = 1.5`,
    ),
  ).toBe(EVENTS / 2);
  await client.command({ query: `DROP DATABASE ${database}` });
}, 180_000);

it('says which tables have to be made', async ({ skip }) => {
  if ('unavailable' in engine) return skip(engine.unavailable);
  const { port, user, password } = engine;
  const url = `http://127.0.0.1:${port}`;
  const sink = clickHouseSink({ url, database: 'nowhere', user, password });
  await withSegment(async segment => {
    await expect(sink.ship(segment)).rejects.toMatchObject({
      code: 'ETUDE_SINK_REFUSED',
      message: expect.stringContaining('as the documentation has them'),
    });
  });
  await sink.close();
}, 180_000);
