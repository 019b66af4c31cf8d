import { fork } from 'node:child_process';
import { join } from 'node:path';
import { secondsEach } from '../measure';
import { CONNECTIONS, Orders } from './load-orders';
import type { LoadedCost, Target } from './load-orders';
import type { ServerProcess } from './server-process';

/** A process that loads servers. */
export type LoadGenerator = {
  /** The median of a few rounds against a server, and its latencies. */
  readonly measure: (
    server: ServerProcess,
    requests: Omit<Target, 'server'>,
  ) => Promise<LoadedCost>;
  /** The same for several, in turn, so that a busy minute hits all alike. */
  readonly measureInTurn: (
    targets: readonly Target[],
  ) => Promise<readonly LoadedCost[]>;
  /** Latencies at so many requests a second, whatever the server answers. */
  readonly measurePaced: (
    target: Target,
    perSecond: number,
  ) => Promise<PacedLatency>;
  readonly stop: () => void;
};

/** Latencies of requests that were due at fixed instants. */
export type PacedLatency = {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const ROUNDS = 9;

const PACED_ROUND_MS = 2_000;
const PACED_ROUNDS = 3;

const middleBy = <T>(
  rounds: readonly T[],
  numberOf: (round: T) => number,
): T => {
  const sorted = rounds.toSorted((a, b) => numberOf(a) - numberOf(b));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('No round was measured.');
  return middle;
};

/** Starts a load generator. */
export const startLoadGenerator = (): LoadGenerator => {
  const child = fork(join(__dirname, 'load-main.ts'));
  const orders = new Orders(child);
  const measureInTurn: LoadGenerator['measureInTurn'] = async targets => {
    const loads = targets.map(target => orders.keep(target));
    for (const loaded of loads) await orders.warmUp(loaded);
    const rounds = loads.map((): LoadedCost[] => []);
    for (let round = 0; round < ROUNDS; round++) {
      for (const [index, loaded] of loads.entries()) {
        rounds[index]?.push(await orders.costOf(loaded));
      }
    }
    return rounds.map(each => middleBy(each, ({ cost }) => secondsEach(cost)));
  };
  const measurePaced: LoadGenerator['measurePaced'] = async (
    target,
    perSecond,
  ) => {
    const loaded = orders.keep(target);
    const rounds: PacedLatency[] = [];
    for (let round = 0; round < PACED_ROUNDS; round++) {
      const { p50Ms, p99Ms } = await orders.run(
        loaded,
        PACED_ROUND_MS,
        perSecond,
      );
      rounds.push({ perSecond, p50Ms, p99Ms });
    }
    return middleBy(rounds, ({ p99Ms }) => p99Ms);
  };
  return {
    measure: async (server, requests) => {
      const [loaded] = await measureInTurn([{ ...requests, server }]);
      return loaded ?? Promise.reject(new Error('No round was measured.'));
    },
    measureInTurn,
    measurePaced,
    stop: () => child.kill(),
  };
};

/** Latencies as a note of a figure. */
export const latencyNote = ({ p50Ms, p99Ms }: LoadedCost): string =>
  `latency flat out at ${CONNECTIONS} connections: median ${p50Ms.toFixed(1)} ms, 99th percentile ${p99Ms.toFixed(1)} ms`;

/** {@link PacedLatency} as part of a note. */
export const pacedNote = ({ p50Ms, p99Ms }: PacedLatency): string =>
  `median ${p50Ms.toFixed(1)} ms, 99th percentile ${p99Ms.toFixed(1)} ms`;
