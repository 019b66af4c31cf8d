import type { ChildProcess } from 'node:child_process';
import type { Cost } from '../measure';
import type {
  LoadOrder,
  LoadPace,
  LoadPlan,
  LoadReply,
  LoadResult,
} from './load-protocol';
import { processCpuSeconds, processWaitSeconds } from './process-cpu';
import type { ServerProcess } from './server-process';

/** What to load a server with. */
export type Target = Omit<LoadPlan, 'port' | 'connections'> & {
  readonly server: ServerProcess;
};

/** What the requests of one round cost the server. */
export type LoadedCost = {
  readonly cost: Cost;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

/** What the requests of one round at a fixed rate waited. */
export type PacedRound = {
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the time, in which the server had no core; null where unknown. */
  readonly waitShare: number | null;
};

/** Connections of every load. */
export const CONNECTIONS = 64;
/** Short and many, as they take turns. */
const ROUND_MS = 600;

/** A server is warm once it had this much of a processor to compile itself. */
const WARM_CPU_SECONDS = 1.5;
const WARM_UP_SLICE_MS = 500;
const MAX_WARM_UP_SLICES = 10;

/** A message of `load-main.ts`; the module loader sends others. */
const isReply = (message: unknown): message is LoadReply =>
  typeof message === 'object' &&
  message !== null &&
  ('result' in message || 'failure' in message);

const replyOf = (child: ChildProcess): Promise<LoadReply> =>
  new Promise((resolve, reject) => {
    const onMessage = (message: unknown) => {
      if (!isReply(message)) return;
      child.off('message', onMessage);
      child.off('exit', onExit);
      resolve(message);
    };
    const onExit = () => reject(new Error('The load generator ended.'));
    child.on('message', onMessage);
    child.on('exit', onExit);
  });

const refuseFailures = (result: LoadResult, path: string): void => {
  if (result.failures === 0 && result.requests > 0) return;
  throw new Error(
    `${result.failures} of ${result.requests} requests to ${path} were not answered with 200, so that their speed means nothing.`,
  );
};

/** A plan that the load generator keeps. */
export type Loaded = Target & { readonly name: string };

/** Sends orders to a load generator, one at a time. */
export class Orders {
  readonly #child: ChildProcess;
  #plans = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
  }

  keep({ server, ...requests }: Target): Loaded {
    const name = String((this.#plans += 1));
    const plan = { ...requests, port: server.port, connections: CONNECTIONS };
    this.#send({ name, plan });
    return { server, ...requests, name };
  }

  async run(
    { name, path }: Loaded,
    ms: number,
    pace: LoadPace = 'flat-out',
  ): Promise<LoadResult> {
    const answered = replyOf(this.#child);
    this.#send({ run: name, ms, pace });
    const reply = await answered;
    if ('failure' in reply) {
      throw new Error(`The load generator failed: ${reply.failure}`);
    }
    refuseFailures(reply.result, path);
    return reply.result;
  }

  /** A round flat out, with the CPU time that it took the server. */
  async costOf(loaded: Loaded): Promise<LoadedCost> {
    const { pid } = loaded.server;
    const cpuBefore = processCpuSeconds(pid);
    const result = await this.run(loaded, ROUND_MS);
    const cpuAfter = processCpuSeconds(pid);
    const { requests: count, seconds: wallSeconds, p50Ms, p99Ms } = result;
    const cpuSeconds =
      cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
    return { cost: { count, wallSeconds, cpuSeconds }, p50Ms, p99Ms };
  }

  /** A round at a fixed rate. */
  async paced(
    loaded: Loaded,
    { ms, perSecond }: { readonly ms: number; readonly perSecond: number },
  ): Promise<PacedRound> {
    const { pid } = loaded.server;
    const waitBefore = processWaitSeconds(pid);
    const { p50Ms, p99Ms, seconds } = await this.run(loaded, ms, perSecond);
    const waitAfter = processWaitSeconds(pid);
    const waitShare =
      waitBefore === null || waitAfter === null
        ? null
        : (waitAfter - waitBefore) / seconds;
    return { p50Ms, p99Ms, waitShare };
  }

  async warmUp(loaded: Loaded): Promise<void> {
    const { pid } = loaded.server;
    const before = processCpuSeconds(pid) ?? 0;
    for (let slice = 0; slice < MAX_WARM_UP_SLICES; slice++) {
      await this.run(loaded, WARM_UP_SLICE_MS);
      const used = (processCpuSeconds(pid) ?? Infinity) - before;
      if (used >= WARM_CPU_SECONDS) return;
    }
  }

  #send(order: LoadOrder): void {
    this.#child.send(order);
  }
}
