import { recordLine, sinkContract } from '@etude/events';
import type { SealedSegment, SinkUnderContract } from '@etude/events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { kafkaSink } from './kafka-sink';
import { startKafka } from './testing/kafka-under-test';
import type { KafkaUnderTest } from './testing/kafka-under-test';
import { readAllMessages, readOnce } from './testing/read-topics';

let engine: KafkaUnderTest | { readonly unavailable: string };
beforeAll(async () => {
  engine = await startKafka();
  if ('unavailable' in engine) {
    process.stderr.write(`SKIPPED: ${engine.unavailable}\n`);
  }
}, 300_000);
afterAll(async () => {
  if (!('unavailable' in engine)) await engine.stop();
});

let prefixes = 0;

const makeSubject = async ({
  broker,
  proxy,
  createTopics,
}: KafkaUnderTest): Promise<SinkUnderContract> => {
  const topicPrefix = `case-${(prefixes += 1)}.`;
  const topics = [`${topicPrefix}assignments`, `${topicPrefix}events`];
  await createTopics(topics);
  return {
    open: () =>
      Promise.resolve(
        kafkaSink({ brokers: [broker], topicPrefix, timeoutMs: 5_000 }),
      ),
    read: async () => {
      const messages = await readOnce({ broker, topics });
      return messages.map(({ id }) => id.split('/').at(-1) ?? '').sort();
    },
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
      event_time: '2026-03-01T10:00:00.000Z',
      received_at: '2026-03-01T10:00:01.000Z',
      unit: 'talkative',
      value: null,
      client: 'shop',
      payload: JSON.stringify({ text: 'x'.repeat(1_500_000) }),
    },
    program: [join(__dirname, 'testing/ship-main.ts'), broker, topicPrefix],
    remove: () => Promise.resolve(),
  };
};

const make = async () =>
  'unavailable' in engine ? engine : makeSubject(engine);

sinkContract(make, { it, expect });

const segmentOf = async (
  dir: string,
  units: readonly string[],
): Promise<SealedSegment> => {
  const file = join(dir, 's1.ndjson');
  const lines = units.map((unit, index) =>
    recordLine({
      type: 'event',
      event_id: `e${index}`,
      id_origin: 'client',
      event: 'visit',
      event_time: '2026-03-01T10:00:00.000Z',
      received_at: '2026-03-01T10:00:01.000Z',
      unit,
      value: null,
      client: 'shop',
      payload: '{"page":"/checkout"}',
    }),
  );
  await writeFile(file, `${lines.join('\n')}\n`);
  return { id: 's1', file, bytes: 0, writtenAtMs: 0 };
};

const withFolder = async (work: (dir: string) => Promise<void>) => {
  const dir = await mkdtemp(join(tmpdir(), 'etude-kafka-sink-'));
  try {
    await work(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
};

const UNITS = Array.from({ length: 60 }, (_, index) => `unit-${index % 7}`);

it('keeps the messages of a unit in order, with what consumers need', async ({
  skip,
}) => {
  if ('unavailable' in engine) return skip(engine.unavailable);
  const { broker, createTopics } = engine;
  await createTopics(['ordered.events', 'ordered.assignments']);
  await withFolder(async dir => {
    const sink = kafkaSink({ brokers: [broker], topicPrefix: 'ordered.' });
    await sink.ship(await segmentOf(dir, UNITS));
    await sink.close();
  });
  const messages = await readAllMessages({
    broker,
    topics: ['ordered.events'],
  });
  const byUnit = Map.groupBy(messages, ({ key }) => key);
  expect([...byUnit.keys()].sort()).toEqual([...new Set(UNITS)].sort());
  for (const [unit, sent] of byUnit) {
    expect(new Set(sent.map(({ partition }) => partition)).size).toBe(1);
    expect(sent.map(({ id }) => id)).toEqual(
      UNITS.flatMap((each, index) =>
        each === unit ? [`client/shop/e${index}`] : [],
      ),
    );
  }
  expect(JSON.parse(messages[0]?.value ?? '')).toMatchObject({
    event: 'visit',
    event_time: '2026-03-01T10:00:00.000Z',
    payload: '{"page":"/checkout"}',
  });
}, 180_000);

it('says which topics have to be made', async ({ skip }) => {
  if ('unavailable' in engine) return skip(engine.unavailable);
  const { broker } = engine;
  await withFolder(async dir => {
    const sink = kafkaSink({ brokers: [broker], topicPrefix: 'nowhere.' });
    const segment = await segmentOf(dir, ['unit']);
    await expect(sink.ship(segment)).rejects.toMatchObject({
      code: 'ETUDE_SINK_REFUSED',
      message: expect.stringContaining('Make the topics'),
    });
    await sink.close();
  });
}, 180_000);
