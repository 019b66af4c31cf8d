import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { ROUNDS, medianRound, secondsEach } from '../measure';
import type { Cost } from '../measure';
import type {
  LoadOrder,
  LoadPlan,
  LoadReply,
  LoadResult,
} from './load-protocol';
import { processCpuSeconds } from './process-cpu';
import type { ServerProcess } from './server-process';

/** A process that loads servers. */
export type LoadGenerator = {
  /** The median of a few rounds against a server, and its latencies. */
  readonly measure: (
    server: ServerProcess,
    plan: Omit<LoadPlan, 'port' | 'connections'>,
  ) => Promise<LoadedCost>;
  readonly stop: () => void;
};

/** What the requests of one round cost the server. */
export type LoadedCost = {
  readonly cost: Cost;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const CONNECTIONS = 64;
const ROUND_MS = 1_500;

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

/** Starts a load generator. */
export const startLoadGenerator = (): LoadGenerator => {
  const child = fork(join(__dirname, 'load-main.ts'));
  const load = async (order: LoadOrder): Promise<LoadResult> => {
    const answered = replyOf(child);
    child.send(order);
    const reply = await answered;
    if ('failure' in reply) {
      throw new Error(`The load generator failed: ${reply.failure}`);
    }
    refuseFailures(reply.result, order.plan.path);
    return reply.result;
  };
  const round = async (
    server: ServerProcess,
    order: LoadOrder,
  ): Promise<LoadedCost> => {
    const cpuBefore = processCpuSeconds(server.pid);
    const startedAt = performance.now();
    const { requests, p50Ms, p99Ms } = await load(order);
    const wallSeconds = (performance.now() - startedAt) / 1000;
    const cpuAfter = processCpuSeconds(server.pid);
    const cpuSeconds =
      cpuBefore === null || cpuAfter === null ? null : cpuAfter - cpuBefore;
    return { cost: { count: requests, wallSeconds, cpuSeconds }, p50Ms, p99Ms };
  };
  const warmUp = async (
    server: ServerProcess,
    plan: LoadPlan,
  ): Promise<void> => {
    const before = processCpuSeconds(server.pid) ?? 0;
    for (let slice = 0; slice < MAX_WARM_UP_SLICES; slice++) {
      await load({ plan, ms: WARM_UP_SLICE_MS });
      const used = (processCpuSeconds(server.pid) ?? Infinity) - before;
      if (used >= WARM_CPU_SECONDS) return;
    }
  };
  return {
    measure: async (server, requests) => {
      const plan = { ...requests, port: server.port, connections: CONNECTIONS };
      await warmUp(server, plan);
      const rounds: LoadedCost[] = [];
      for (let index = 0; index < ROUNDS; index++) {
        rounds.push(await round(server, { plan, ms: ROUND_MS }));
      }
      const median = medianRound(rounds.map(({ cost }) => cost));
      return (
        rounds.find(({ cost }) => secondsEach(cost) === secondsEach(median)) ??
        Promise.reject(new Error('No round was measured.'))
      );
    },
    stop: () => child.kill(),
  };
};

/** Latencies as a note of a figure. */
export const latencyNote = ({ p50Ms, p99Ms }: LoadedCost): string =>
  `latency at ${CONNECTIONS} connections: median ${p50Ms.toFixed(1)} ms, 99th percentile ${p99Ms.toFixed(1)} ms`;
