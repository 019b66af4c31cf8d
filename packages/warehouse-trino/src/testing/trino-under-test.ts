import { testTableSql } from '@etude/warehouse';
import type { EngineUnderTest, TestTable } from '@etude/warehouse';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trinoClient } from '../trino-connection';
import { createTrinoDriver } from '../trino-driver';
import type { TrinoDriverOptions } from '../trino-driver';
import { runStatement } from '../run-statement';
import { freePort, startJvm } from './jvm-process';
import type { JvmProcess } from './jvm-process';
import { TRINO_VERSION, provisionTrino } from './provision-trino';

/** A Trino that tests started, with what only its own tests ask of it. */
export type TrinoUnderTest = EngineUnderTest & {
  /** Connects once more, with other options where a test needs them. */
  readonly connect: (
    options?: Partial<TrinoDriverOptions>,
  ) => EngineUnderTest['driver'];
};

const START_LIMIT_MS = 180_000;
const STATEMENT_LIMIT_MS = 120_000;

type Node = {
  readonly name: 'coordinator' | 'worker';
  readonly port: number;
  readonly discoveryPort: number;
};

const CATALOG =
  'connector.name=memory\nmemory.max-data-per-node=128MB\nmemory.splits-per-node=1\n';

// The coordinator plans only: every row crosses from the worker's process.
const configOf = ({ name, port, discoveryPort }: Node): string =>
  [
    `coordinator=${name === 'coordinator'}`,
    ...(name === 'coordinator'
      ? ['node-scheduler.include-coordinator=false']
      : []),
    `http-server.http.port=${port}`,
    // For tiny tables: threads and splits cost more than they save.
    'task.concurrency=1',
    `discovery.uri=http://127.0.0.1:${discoveryPort}`,
    '',
  ].join('\n');

const startNode = async (
  engine: { readonly home: string; readonly java: string },
  folder: string,
  node: Node,
): Promise<JvmProcess> => {
  const cwd = join(folder, node.name);
  await mkdir(join(cwd, 'catalog'), { recursive: true });
  await writeFile(join(cwd, 'config.properties'), configOf(node));
  await writeFile(
    join(cwd, 'log.properties'),
    'io.trino=WARN\nio.airlift=WARN\n',
  );
  await writeFile(join(cwd, 'catalog', 'memory.properties'), CATALOG);
  return startJvm({
    java: engine.java,
    cwd,
    logFile: join(cwd, 'output.log'),
    args: [
      ...['-Xmx1G', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
      '-XX:+ExitOnOutOfMemoryError',
      '--sun-misc-unsafe-memory-access=allow',
      '--add-opens=java.base/java.nio=ALL-UNNAMED',
      '--add-modules=jdk.incubator.vector',
      '-Dnode.environment=test',
      `-Dnode.id=${node.name}`,
      `-Dnode.data-dir=${join(cwd, 'data')}`,
      '-Dnode.internal-address=127.0.0.1',
      '-Dnode.bind-ip=127.0.0.1',
      '-Dconfig=config.properties',
      '-Dlog.levels-file=log.properties',
      '-Dcatalog.config-dir=catalog',
      `-Dplugin.dir=${join(engine.home, 'plugin')}`,
      ...['-cp', join(engine.home, 'lib', '*')],
      'io.trino.server.TrinoServer',
    ],
  });
};

const pause = (ms: number) =>
  new Promise<void>(resolve => {
    setTimeout(resolve, ms);
  });

/** Waits until the worker has joined; the reason when it never does. */
const whenReady = async (
  nodes: readonly JvmProcess[],
  countWorkers: () => Promise<unknown>,
): Promise<string | null> => {
  const deadline = performance.now() + START_LIMIT_MS;
  let last = 'no answer yet';
  while (performance.now() < deadline) {
    for (const node of nodes) {
      if (node.hasEnded()) return `a node ended: ${await node.lastLines()}`;
    }
    try {
      if ((await countWorkers()) === 1) return null;
      last = 'the worker has not joined';
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    await pause(500);
  }
  return `not ready after ${START_LIMIT_MS / 1000} s: ${last}`;
};

const WORKERS = `SELECT count(*) AS "workers" FROM system.runtime.nodes WHERE state = 'active' AND NOT coordinator`;

/** Starts Trino as a coordinator and a worker, two processes on this machine. */
export const startTrino = async (): Promise<
  TrinoUnderTest | { readonly unavailable: string }
> => {
  const engine = await provisionTrino();
  if ('unavailable' in engine) return engine;
  const folder = await mkdtemp(join(tmpdir(), 'etude-trino-'));
  const discoveryPort = await freePort();
  const nodes: JvmProcess[] = [];
  const options = {
    server: `http://127.0.0.1:${discoveryPort}`,
    catalog: 'memory',
    schema: 'default',
    user: 'etude',
  };
  const drivers: EngineUnderTest['driver'][] = [];
  const connect: TrinoUnderTest['connect'] = given => {
    const connected = createTrinoDriver({ ...options, ...given });
    drivers.push(connected);
    return connected;
  };
  const driver = connect();
  const stop = async () => {
    await Promise.all(drivers.map(each => each.close()));
    await Promise.all(nodes.map(node => node.stop()));
    await rm(folder, { recursive: true, force: true });
  };
  const execute = (text: string) =>
    runStatement(
      trinoClient(options, STATEMENT_LIMIT_MS),
      { text, sql: text, linesBefore: 0 },
      {
        signal: undefined,
        timeoutMs: STATEMENT_LIMIT_MS,
        answerTimeoutMs: STATEMENT_LIMIT_MS,
        server: options.server,
      },
    );
  const roles = ['coordinator', 'worker'] as const;
  for (const name of roles) {
    const port = name === 'coordinator' ? discoveryPort : await freePort();
    nodes.push(await startNode(engine, folder, { name, port, discoveryPort }));
  }
  const problem = await whenReady(
    nodes,
    async () => (await execute(WORKERS)).rows[0]?.[0],
  );
  if (problem !== null) {
    await stop();
    return { unavailable: `Trino ${TRINO_VERSION} did not start: ${problem}` };
  }
  const load = async (table: TestTable) => {
    for (const text of testTableSql(table, 'trino')) await execute(text);
  };
  return {
    name: `Trino ${TRINO_VERSION} (coordinator and worker)`,
    driver,
    connect,
    load,
    stop,
  };
};
