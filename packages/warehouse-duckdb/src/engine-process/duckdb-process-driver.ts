import { EtudeError } from '@etude/kernel';
import { warehouseError } from '@etude/warehouse';
import type { QueryOptions } from '@etude/warehouse';
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { DuckDbDriverOptions, LakeDriver } from '../duckdb-driver';
import { OUT_OF_MEMORY_EXIT } from './engine-messages';
import type { EngineCall, EngineOrder, EngineReply } from './engine-messages';

/** Options of {@link createDuckDbProcessDriver}. */
export type DuckDbProcessOptions = DuckDbDriverOptions & {
  /** Flags of Node that let it load this program; default: those of this one. */
  readonly execArgv?: readonly string[];
};

type Waiting = {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: EtudeError) => void;
};

/** A running process of the engine and the calls that wait for it. */
type EngineProcess = {
  readonly child: ChildProcess;
  readonly waiting: Map<number, Waiting>;
};

const CLOSE_MS = 5_000;

const ended = (code: number | null, signal: string | null): EtudeError => {
  if (code === OUT_OF_MEMORY_EXIT) {
    return warehouseError(
      'out-of-memory',
      'DuckDB used more memory than it may and its process was ended; nothing else was harmed. Raise etude.lake.memoryLimitMb, or compute fewer metrics or a shorter period at once.',
    );
  }
  if (signal === 'SIGKILL') {
    return warehouseError(
      'engine',
      'The process of DuckDB was killed in the middle of the query (SIGKILL), by somebody or by the machine because its memory was full, which the log of its kernel tells. It is started again with the next query. Try again; if the machine killed it, lower etude.lake.memoryLimitMb or give the machine more memory.',
    );
  }
  return warehouseError(
    'engine',
    `The process of DuckDB ended in the middle of the query (${signal ?? `exit code ${code}`}). It is started again with the next query. Try again; if it ends again, please report it.`,
  );
};

const tell = (child: ChildProcess, order: EngineOrder): void => {
  // A child that is gone says so by its exit.
  if (child.connected) child.send(order);
};

const start = ({
  execArgv,
  ...options
}: DuckDbProcessOptions): EngineProcess => {
  const child = fork(join(__dirname, 'engine-main.ts'), {
    serialization: 'advanced',
    execArgv: [...(execArgv ?? process.execArgv)],
  });
  const waiting = new Map<number, Waiting>();
  child.on('message', (reply: EngineReply) => {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    if ('value' in reply) call?.resolve(reply.value);
    else call?.reject(new EtudeError(reply.error.message, reply.error));
  });
  const fail = (error: EtudeError): void => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  child.on('exit', (code, signal) => fail(ended(code, signal)));
  child.on('error', error =>
    fail(
      warehouseError('engine', `DuckDB could not be started: ${error.message}`),
    ),
  );
  tell(child, { kind: 'open', options });
  return { child, waiting };
};

const stop = async ({ child }: EngineProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  if (child.connected) child.disconnect();
  const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_MS);
  await exited;
  clearTimeout(timer);
};

/**
 * A driver like `createDuckDbDriver` whose engine runs in a process of its
 * own: no query makes this process wait, and one that takes too much memory or
 * brings the engine down ends that process alone. It is started at the first
 * query and again after it ended; what was running then is rejected.
 */
export const createDuckDbProcessDriver = (
  options: DuckDbProcessOptions = {},
): LakeDriver => {
  let engine: EngineProcess | null = null;
  let isClosed = false;
  let calls = 0;

  const running = (): EngineProcess => {
    // A child that has ended is no longer connected.
    if (!engine?.child.connected) engine = start(options);
    return engine;
  };

  const ask = <T>(
    call: EngineCall,
    { signal }: QueryOptions = {},
  ): Promise<T> => {
    if (isClosed) {
      return Promise.reject(
        warehouseError('closed', 'The DuckDB driver is closed already.'),
      );
    }
    const { child, waiting } = running();
    calls += 1;
    const id = calls;
    const cancel = () => tell(child, { kind: 'cancel', id });
    const answer = new Promise<T>((resolve, reject) => {
      // The engine answers a call with what that call gives.
      waiting.set(id, { resolve: value => resolve(value as T), reject });
      tell(child, { kind: 'call', id, call });
      if (signal?.aborted) cancel();
      signal?.addEventListener('abort', cancel);
    });
    return answer.finally(() => signal?.removeEventListener('abort', cancel));
  };

  return {
    dialect: 'duckdb',
    query: (sql, queryOptions) => ask({ kind: 'query', sql }, queryOptions),
    describe: (sql, queryOptions) =>
      ask({ kind: 'describe', sql }, queryOptions),
    estimate: (sql, queryOptions) =>
      ask({ kind: 'estimate', sql }, queryOptions),
    importTable: table => ask({ kind: 'import', table }),
    increments: {
      inspect: ({ id, tables }) =>
        ask({ kind: 'inspect', increment: { id, tables } }),
      run: (program, queryOptions) =>
        ask({ kind: 'run', program }, queryOptions),
      forget: increment => ask({ kind: 'forget', increment }),
    },
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      if (engine !== null) await stop(engine);
    },
  };
};
