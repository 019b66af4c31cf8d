import { testTableSql } from '@etude/warehouse';
import type { EngineUnderTest, TestTable } from '@etude/warehouse';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStatement } from '../run-statement';
import { connectSpark } from '../spark-connection';
import { createSparkDriver } from '../spark-driver';
import type { SparkDriverOptions } from '../spark-driver';
import { createCluster, freePort } from './jvm-cluster';
import type { JvmCluster } from './jvm-cluster';
import { SPARK_VERSION, provisionSpark } from './provision-spark';

/** A Spark that tests started, with what only its own tests ask of it. */
export type SparkUnderTest = EngineUnderTest & {
  readonly host: string;
  readonly port: number;
  /** Connects once more, with other options where a test needs them. */
  readonly connect: (
    options?: Partial<SparkDriverOptions>,
  ) => EngineUnderTest['driver'];
};

const HOST = '127.0.0.1';
const START_LIMIT_MS = 240_000;
const STATEMENT_LIMIT_MS = 120_000;

/** Packages of Java's that Spark reaches into (its own launcher's list). */
const OPENED = [
  ...['lang', 'lang.invoke', 'lang.reflect', 'io', 'net', 'nio', 'util'],
  ...['util.concurrent', 'util.concurrent.atomic'],
].map(name => `java.base/java.${name}`);
const OPENED_OF_SUN = ['nio.ch', 'nio.cs', 'security.action', 'util.calendar'];

const JVM_OPTIONS = [
  ...OPENED.map(name => `--add-opens=${name}=ALL-UNNAMED`),
  ...OPENED_OF_SUN.map(name => `--add-opens=java.base/sun.${name}=ALL-UNNAMED`),
  '-Djdk.reflect.useDirectMethodHandle=false',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
];

const pause = (ms: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

const isListening = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connectSocket(port, HOST);
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

/** Waits until a port is open; why it never will be, where it will not. */
const whenListening = async (
  cluster: JvmCluster,
  port: number,
  deadline: number,
): Promise<string | null> => {
  while (performance.now() < deadline) {
    if (await isListening(port)) return null;
    const problem = cluster.problem();
    if (problem !== null) return problem;
    await pause(250);
  }
  return `port ${port} is not open after ${START_LIMIT_MS / 1000} s`;
};

const MASTER = 'org.apache.spark.deploy.master.Master';
const WORKER = 'org.apache.spark.deploy.worker.Worker';
const THRIFT_SERVER =
  'org.apache.spark.sql.hive.thriftserver.HiveThriftServer2';

const thriftSettings = (master: string, folder: string) => ({
  'spark.master': master,
  'spark.app.name': 'etude-test',
  'spark.driver.host': HOST,
  'spark.executor.memory': '768m',
  'spark.executor.extraJavaOptions': '-XX:+UseSerialGC -XX:TieredStopAtLevel=1',
  'spark.ui.enabled': 'false',
  'spark.sql.shuffle.partitions': '2',
  // For tiny tables: compiling and re-planning cost more than they save.
  'spark.sql.adaptive.enabled': 'false',
  'spark.sql.codegen.wholeStage': 'false',
  'spark.sql.codegen.factoryMode': 'NO_CODEGEN',
  'spark.sql.ui.explainMode': 'simple',
  'spark.sql.warehouse.dir': join(folder, 'warehouse'),
  'spark.sql.catalogImplementation': 'in-memory',
});

type Place = {
  readonly home: string;
  readonly folder: string;
  readonly thriftPort: number;
};

/** A master, two workers of one core, and the Thrift server as their client. */
const startCluster = async (
  cluster: JvmCluster,
  { home, folder, thriftPort }: Place,
): Promise<string | null> => {
  const deadline = performance.now() + START_LIMIT_MS;
  const masterPort = await freePort();
  const master = `spark://${HOST}:${masterPort}`;
  const start = (name: string, ...args: readonly string[]) =>
    cluster.start(name, [
      ...JVM_OPTIONS,
      '-cp',
      join(home, 'jars', '*'),
      ...args,
    ]);
  start(
    'master',
    ...['-Xmx256m', MASTER, '--host', HOST, '--port', `${masterPort}`],
    ...['--webui-port', `${await freePort()}`],
  );
  const problem = await whenListening(cluster, masterPort, deadline);
  if (problem !== null) return problem;
  for (const worker of ['worker-1', 'worker-2']) {
    start(
      worker,
      ...['-Xmx256m', WORKER, '--host', HOST, '--work-dir', 'work'],
      ...['--webui-port', `${await freePort()}`],
      ...['--cores', '1', '--memory', '1G', master],
    );
  }
  const settings = Object.entries(thriftSettings(master, folder));
  start(
    'thrift-server',
    ...['-Xmx1g', ...settings.map(([key, value]) => `-D${key}=${value}`)],
    ...[THRIFT_SERVER, '--hiveconf', `hive.server2.thrift.port=${thriftPort}`],
    ...['--hiveconf', `hive.server2.thrift.bind.host=${HOST}`],
  );
  return whenListening(cluster, thriftPort, deadline);
};

/** Creates and fills tables in a session apart from the driver under test. */
const loader = async (options: SparkDriverOptions) => {
  const connection = await connectSpark(options);
  const execute = (text: string) =>
    runStatement(
      connection,
      { text, sql: text, linesBefore: 0 },
      {
        signal: undefined,
        timeoutMs: STATEMENT_LIMIT_MS,
        answerTimeoutMs: STATEMENT_LIMIT_MS,
        engine: 'Spark',
        address: HOST,
      },
    );
  await execute('SET spark.sql.session.timeZone=UTC');
  await execute('SET spark.sql.variable.substitute=false');
  const load = async (table: TestTable) => {
    const statements = testTableSql(table, 'spark', 'USING parquet');
    for (const text of statements) await execute(text);
  };
  return { load, disconnect: connection.disconnect };
};

/** Starts a Spark cluster of four processes and its executors. */
export const startSpark = async (): Promise<
  SparkUnderTest | { readonly unavailable: string }
> => {
  const engine = await provisionSpark();
  if ('unavailable' in engine) return engine;
  const folder = await mkdtemp(join(tmpdir(), 'etude-spark-'));
  const cluster = createCluster('java', folder, {
    SPARK_HOME: engine.home,
    SPARK_SCALA_VERSION: '2.12',
    SPARK_LOCAL_IP: HOST,
  });
  const stopCluster = async () => {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  };
  const port = await freePort();
  const place = { home: engine.home, folder, thriftPort: port };
  const problem = await startCluster(cluster, place);
  if (problem !== null) {
    await stopCluster();
    return { unavailable: `Spark ${SPARK_VERSION} did not start: ${problem}` };
  }
  const options = { host: HOST, port, user: 'etude', password: 'any' };
  const drivers: EngineUnderTest['driver'][] = [];
  const connect: SparkUnderTest['connect'] = given => {
    const connected = createSparkDriver({ ...options, ...given });
    drivers.push(connected);
    return connected;
  };
  const driver = connect();
  const { load, disconnect } = await loader(options);
  return {
    name: `Spark ${SPARK_VERSION} (master, two workers, Thrift server)`,
    host: HOST,
    port,
    driver,
    connect,
    load,
    stop: async () => {
      await Promise.all(drivers.map(each => each.close()));
      disconnect();
      await stopCluster();
    },
  };
};
