import { openConnection } from './load-connection';
import type { LoadConnection } from './load-connection';
import type { LoadPace, LoadResult } from './load-protocol';

/** What a round sends, and where. */
export type RoundLoad = {
  readonly port: number;
  readonly connections: number;
  readonly requests: readonly Buffer[];
};

/** Longer, and an answer that came meanwhile would be seen too late. */
const MAX_PAUSE_MS = 0.1;
const neverWoken = new Int32Array(new SharedArrayBuffer(4));

/**
 * Gives the core away for a moment. A generator that spins until the next
 * request is due takes it from the server's other threads (its disk writes
 * among them), and is the first that a busy machine makes wait.
 */
const pause = (ms: number): void => {
  if (ms > 0) Atomics.wait(neverWoken, 0, 0, Math.min(ms, MAX_PAUSE_MS));
};

const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** One round of load; see {@link LoadPace} for when requests are sent. */
class Round {
  readonly #requests: readonly Buffer[];
  readonly #intervalMs: number | null;
  readonly #startedAt = performance.now();
  readonly #end: number;
  readonly #onEnd: () => void;
  /** When the request in flight on a connection was due. */
  readonly #inFlight = new Map<LoadConnection, number>();
  readonly #free: LoadConnection[] = [];
  readonly #latencies: number[] = [];
  #sent = 0;
  #failures = 0;

  constructor(
    requests: readonly Buffer[],
    { ms, pace }: { readonly ms: number; readonly pace: LoadPace },
    onEnd: () => void,
  ) {
    this.#requests = requests;
    this.#intervalMs = pace === 'flat-out' ? null : 1000 / pace;
    this.#end = this.#startedAt + ms;
    this.#onEnd = onEnd;
  }

  start(connections: readonly LoadConnection[]): void {
    this.#free.push(...connections);
    this.#sendDue();
    if (this.#intervalMs !== null) this.#keepPace();
  }

  answered(connection: LoadConnection, status: number): void {
    const dueAt = this.#inFlight.get(connection) ?? NaN;
    this.#inFlight.delete(connection);
    this.#latencies.push(performance.now() - dueAt);
    if (status !== 200) this.#failures += 1;
    this.#free.push(connection);
    this.#sendDue();
    if (this.#isOver()) this.#onEnd();
  }

  result(): LoadResult {
    const sorted = Float64Array.from(this.#latencies).sort();
    return {
      requests: sorted.length,
      failures: this.#failures,
      seconds: (performance.now() - this.#startedAt) / 1000,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
    };
  }

  #isOver(): boolean {
    return this.#inFlight.size === 0 && this.#nextDueAt() >= this.#end;
  }

  #nextDueAt(): number {
    return this.#intervalMs === null
      ? performance.now()
      : this.#startedAt + this.#sent * this.#intervalMs;
  }

  #sendDue(): void {
    while (this.#free.length > 0) {
      const dueAt = this.#nextDueAt();
      if (dueAt >= this.#end || dueAt > performance.now()) return;
      const connection = this.#free.shift();
      const request = this.#requests[this.#sent % this.#requests.length];
      if (connection === undefined || request === undefined) return;
      this.#sent += 1;
      this.#inFlight.set(connection, dueAt);
      connection.send(request);
    }
  }

  // Timers are as coarse as a millisecond, in which dozens are due.
  #keepPace(): void {
    this.#sendDue();
    const dueAt = this.#nextDueAt();
    if (dueAt >= this.#end) return;
    pause(dueAt - performance.now());
    setImmediate(() => this.#keepPace());
  }
}

/** Runs one round on connections of its own. */
export const runRound = async (
  { port, connections, requests }: RoundLoad,
  schedule: { readonly ms: number; readonly pace: LoadPace },
): Promise<LoadResult> => {
  const ended = Promise.withResolvers<null>();
  const failed = Promise.withResolvers<never>();
  let round: Round | null = null;
  const opening = Array.from({ length: connections }, () =>
    openConnection(port, {
      onAnswer: (connection, status) => round?.answered(connection, status),
      onFailure: failed.reject,
    }),
  );
  const opened = await Promise.race([Promise.all(opening), failed.promise]);
  try {
    round = new Round(requests, schedule, () => ended.resolve(null));
    round.start(opened);
    await Promise.race([ended.promise, failed.promise]);
    return round.result();
  } finally {
    for (const connection of opened) connection.close();
  }
};
