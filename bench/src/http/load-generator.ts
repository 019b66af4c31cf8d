import { fork } from 'node:child_process';
import { join } from 'node:path';
import { secondsEach } from '../measure';
import { CONNECTIONS, Orders } from './load-orders';
import type { LoadedCost, PacedRound, Target } from './load-orders';
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
  /**
   * Latencies at so many requests a second, whatever the servers answer; in
   * turn as well.
   */
  readonly measurePaced: (
    targets: readonly Target[],
    perSecond: number,
  ) => Promise<readonly PacedLatency[]>;
  readonly stop: () => void;
};

/** Latencies of requests that were due at fixed instants, of a few rounds. */
export type PacedLatency = {
  readonly perSecond: number;
  /** The round that the machine disturbed least. */
  readonly quietest: Latency;
  readonly middle: Latency;
  /** Of the time, in which the server had no core; null where unknown. */
  readonly waitShare: number | null;
};

type Latency = { readonly p50Ms: number; readonly p99Ms: number };

const ROUNDS = 9;

const PACED_ROUND_MS = 1_000;
const PACED_ROUNDS = 5;

const middleBy = <T>(
  rounds: readonly T[],
  numberOf: (round: T) => number,
): T => {
  const sorted = rounds.toSorted((a, b) => numberOf(a) - numberOf(b));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new RangeError('No round was measured.');
  return middle;
};

const latencyOf = (
  rounds: readonly PacedRound[],
  perSecond: number,
): PacedLatency => {
  const middle = middleBy(rounds, ({ p99Ms }) => p99Ms);
  const quietest = rounds.reduce((one, other) =>
    other.p99Ms < one.p99Ms ? other : one,
  );
  const waits = rounds.map(({ waitShare }) => waitShare ?? NaN);
  const waitShare = waits.reduce((sum, share) => sum + share, 0) / waits.length;
  return {
    perSecond,
    quietest,
    middle,
    waitShare: Number.isNaN(waitShare) ? null : waitShare,
  };
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
    targets,
    perSecond,
  ) => {
    const loads = targets.map(target => orders.keep(target));
    const rounds = loads.map((): PacedRound[] => []);
    for (let round = 0; round < PACED_ROUNDS; round++) {
      for (const [index, loaded] of loads.entries()) {
        const schedule = { ms: PACED_ROUND_MS, perSecond };
        rounds[index]?.push(await orders.paced(loaded, schedule));
      }
    }
    return rounds.map(each => latencyOf(each, perSecond));
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
export const pacedNote = ({
  quietest,
  middle,
  waitShare,
}: PacedLatency): string => {
  const waited =
    waitShare === null
      ? ''
      : `; ${(waitShare * 100).toFixed(0)} % of the time it had no core`;
  return `median ${quietest.p50Ms.toFixed(1)} ms, 99th percentile ${quietest.p99Ms.toFixed(1)} ms (in the middle one of ${PACED_ROUNDS} rounds ${middle.p99Ms.toFixed(1)} ms${waited})`;
};
