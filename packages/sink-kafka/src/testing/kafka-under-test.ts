import { openInterruptibleProxy } from '@etude/events';
import type { InterruptibleProxy } from '@etude/events';
import { Admin } from '@platformatic/kafka';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { provisionKafka } from './provision-kafka';

const run = promisify(execFile);

/** A broker in KRaft mode that clients reach through a proxy only. */
export type KafkaUnderTest = {
  readonly broker: string;
  readonly proxy: InterruptibleProxy;
  readonly createTopics: (names: readonly string[]) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const START_LIMIT_MS = 120_000;
const PARTITIONS = 3;
const CLUSTER_ID = 'ZXR1ZGUtdGVzdC1rYWZrYQ';

/** A shell ends the broker when our end of its standard input closes. */
const SUPERVISOR = '"$@" </dev/null & jvm=$!; cat >/dev/null; kill -9 "$jvm"';

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
};

type Ports = {
  readonly broker: number;
  readonly advertised: number;
  readonly controller: number;
};

const properties = (folder: string, ports: Ports): string =>
  [
    'process.roles=broker,controller',
    'node.id=1',
    `controller.quorum.voters=1@127.0.0.1:${ports.controller}`,
    `listeners=PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    `advertised.listeners=PLAINTEXT://127.0.0.1:${ports.advertised}`,
    'controller.listener.names=CONTROLLER',
    'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    `log.dirs=${join(folder, 'data')}`,
    'offsets.topic.replication.factor=1',
    'transaction.state.log.replication.factor=1',
    'transaction.state.log.min.isr=1',
    'offsets.topic.num.partitions=1',
    'group.initial.rebalance.delay.ms=0',
    'auto.create.topics.enable=false',
    '',
  ].join('\n');

const jvm = (jars: string, folder: string, main: string): string[] => [
  ...['-Xmx256M', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
  `-Dkafka.logs.dir=${folder}`,
  ...['-cp', jars, main],
];

const withAdmin = async <T>(
  broker: string,
  work: (admin: Admin) => Promise<T>,
): Promise<T> => {
  const admin = new Admin({
    clientId: 'etude-test',
    bootstrapBrokers: [broker],
    retries: 0,
    connectTimeout: 1_000,
    requestTimeout: 10_000,
  });
  try {
    return await work(admin);
  } finally {
    await admin.close();
  }
};

const whenReady = async (
  broker: string,
  hasEnded: () => boolean,
): Promise<string | null> => {
  const deadline = performance.now() + START_LIMIT_MS;
  let last = 'no answer';
  while (performance.now() < deadline) {
    if (hasEnded()) return 'the broker ended';
    try {
      await withAdmin(broker, admin => admin.listTopics());
      return null;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await delay(300);
  }
  return last;
};

/** A broker acknowledges topics a moment before it knows of them itself. */
const untilKnown = async (broker: string, topics: string[]): Promise<void> => {
  const deadline = performance.now() + START_LIMIT_MS;
  for (;;) {
    try {
      await withAdmin(broker, admin =>
        admin.metadata({ topics, autocreateTopics: false }),
      );
      return;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await delay(50);
  }
};

const startBroker = async (folder: string, jars: string, config: string) => {
  const format = ['format', '-t', CLUSTER_ID, '-c', config];
  await run('java', [
    ...jvm(jars, folder, 'kafka.tools.StorageTool'),
    ...format,
  ]);
  const log = openSync(join(folder, 'output.log'), 'a');
  const supervisor = spawn(
    'sh',
    [
      '-c',
      SUPERVISOR,
      'kafka',
      'java',
      ...jvm(jars, folder, 'kafka.Kafka'),
      config,
    ],
    { stdio: ['pipe', log, log] },
  );
  closeSync(log);
  return supervisor;
};

/** Starts Kafka, or tells why not. */
export const startKafka = async (): Promise<
  KafkaUnderTest | { readonly unavailable: string }
> => {
  const engine = await provisionKafka();
  if ('unavailable' in engine) return engine;
  const folder = await mkdtemp(join(tmpdir(), 'etude-kafka-'));
  const brokerPort = await freePort();
  const proxy = await openInterruptibleProxy(brokerPort);
  const config = join(folder, 'server.properties');
  const ports = {
    broker: brokerPort,
    advertised: proxy.port,
    controller: await freePort(),
  };
  await writeFile(config, properties(folder, ports));
  const supervisor = await startBroker(folder, engine.jars, config);
  const broker = `127.0.0.1:${proxy.port}`;
  const stop = async () => {
    const ended = supervisor.exitCode === null ? once(supervisor, 'exit') : [];
    supervisor.stdin?.destroy();
    await ended;
    await proxy.close();
    await rm(folder, { recursive: true, force: true });
  };
  const problem = await whenReady(broker, () => supervisor.exitCode !== null);
  if (problem !== null) {
    const log = await readFile(join(folder, 'output.log'), 'utf8');
    await stop();
    return { unavailable: `Kafka: ${problem}: ${log.slice(-800)}` };
  }
  return {
    broker,
    proxy,
    stop,
    createTopics: async names => {
      const topics = [...names];
      await withAdmin(broker, admin =>
        admin.createTopics({ topics, partitions: PARTITIONS, replicas: 1 }),
      );
      await untilKnown(broker, topics);
    },
  };
};
