import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasErrorCode } from '@etude/kernel';
import { AssignmentLedger } from './assignment-ledger';
import type { AssignmentCounts } from './assignment-ledger';
import { ChangeLatency, quantile } from './change-latency';
import { CompactorProcess } from './compactor-process';
import { EdgeFleet } from './edge-fleet';
import { EventLedger } from './event-ledger';
import { checkLake } from './lake-check';
import { LoadClient } from './load-client';
import type { LoadCounts, LoadTools } from './load-client';
import { MemoryWatch } from './memory-watch';
import type { MemoryGrowth } from './memory-watch';
import { createPoster } from './post-json';
import { seededRandom } from './seeded-random';
import { runLoad } from './soak-load';
import { startSoakPortal } from './soak-portal';
import type { SoakPortal } from './soak-portal';
import { soakStates } from './soak-states';
import { StateHistory } from './state-history';
import { StickyLedger } from './sticky-ledger';
import type { StickyCounts } from './sticky-ledger';

/** How a soak goes. */
export type SoakOptions = {
  /** An empty folder for logs and lake. */
  readonly folder: string;
  readonly seconds: number;
  readonly edges: number;
  /** Requests per second, all edges together. */
  readonly rate: number;
  readonly seed: number;
  /** Between two kills of an edge. */
  readonly killSeconds: number;
  readonly progress: (text: string) => void;
  /** Ends it before its time. */
  readonly signal: AbortSignal;
};

/** What a soak found. */
export type SoakReport = LoadCounts & {
  /** Everything that must not be; empty when all is well. */
  readonly violations: readonly string[];
  readonly states: number;
  readonly kills: number;
  readonly assignments: AssignmentCounts;
  readonly events: ReturnType<EventLedger['counts']>;
  readonly sticky: StickyCounts;
  /** Change to first answer in ms, in order. */
  readonly latencies: readonly number[];
  readonly memory: readonly MemoryGrowth[];
};

const WORKERS = 16;
const STATE_EVERY_MS = 1_000;
const SEAL_CARRY_MS = 1_000;
const SAMPLE_EVERY_MS = 1_000;
/** States between two breaks of the streams of announcements. */
const DROP_EVERY = 25;
const MAX_MEDIAN_MS = 1_000;
const KILL_SEED = 7_919;

type Soak = LoadTools & {
  readonly portal: SoakPortal;
  readonly compactor: CompactorProcess;
  readonly memory: MemoryWatch;
  readonly nextState: ReturnType<typeof soakStates>;
  kills: number;
};

/** Repeats `act`, which waits for the signal too, until it aborts. */
const untilAborted = async (
  act: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> => {
  try {
    while (!signal.aborted) await act();
  } catch (error) {
    if (!hasErrorCode(error, 'ABORT_ERR')) throw error;
  }
};

/** Repeats `act` with pauses; a failure of it ends the soak. */
const every = async (
  ms: number,
  signal: AbortSignal,
  act: () => Promise<void> | void,
): Promise<void> => {
  const pause = () => delay(ms, undefined, { signal });
  await untilAborted(async () => {
    await pause();
    await act();
  }, signal);
};

const publishNext = ({ history, nextState, portal }: Soak): void => {
  const state = nextState();
  // Before it is served: an edge may answer from it at once.
  history.add(state, Date.now());
  portal.publish(state);
  if (history.latest % DROP_EVERY === 0) portal.dropStreams();
};

/** Kills an edge, and half way to the next kill the compactor. */
const killAgain = async (
  soak: Soak,
  { killSeconds, seed, progress }: SoakOptions,
  signal: AbortSignal,
): Promise<void> => {
  const random = seededRandom(seed + KILL_SEED);
  const half = (killSeconds * 1_000) / 2;
  // Never at the same place of a second, nor of what the edge does then.
  const wait = async () =>
    delay(half * (0.9 + 0.2 * random.next()), undefined, { signal });
  await untilAborted(async () => {
    await wait();
    await soak.fleet.killFirst(100 + random.below(400));
    soak.kills += 1;
    progress(`edge killed and back, ${soak.kills}`);
    await wait();
    await soak.compactor.kill();
  }, signal);
};

const load = async (soak: Soak, options: SoakOptions): Promise<void> => {
  const ending = new AbortController();
  const { signal } = ending;
  const end = () => {
    soak.latency.ended(soak.fleet.runs());
    ending.abort();
  };
  const timer = setTimeout(end, options.seconds * 1_000);
  options.signal.addEventListener('abort', end);
  const everyMs = (WORKERS / options.rate) * 1_000;
  const all = [
    ...Array.from({ length: WORKERS }, (_, index) =>
      runLoad(
        new LoadClient(`w${index}`, soak, seededRandom(options.seed + index)),
        everyMs,
        signal,
      ),
    ),
    every(STATE_EVERY_MS, signal, () => publishNext(soak)),
    every(SEAL_CARRY_MS, signal, () => soak.fleet.bringSealedFiles()),
    every(SAMPLE_EVERY_MS, signal, () => soak.memory.sample(soak.fleet.runs())),
    every(30_000, signal, () =>
      options.progress(
        `${soak.counts.answered} answers, state ${soak.history.latest}`,
      ),
    ),
    killAgain(soak, options, signal),
  ];
  try {
    await Promise.all(all);
  } finally {
    clearTimeout(timer);
    end();
    await Promise.allSettled(all);
  }
};

const openSoak = async (
  options: SoakOptions,
  violation: (text: string) => void,
): Promise<Soak> => {
  const history = new StateHistory();
  const nextState = soakStates(seededRandom(options.seed));
  const first = nextState();
  history.add(first, Date.now());
  const portal = await startSoakPortal(first);
  const { folder, edges } = options;
  const fleet = new EdgeFleet({ folder, edges, portalUrl: portal.url });
  try {
    await fleet.start();
    await fleet.bringSealedFiles();
  } catch (error) {
    await fleet.stop();
    portal.stop();
    throw error;
  }
  return {
    fleet,
    history,
    nextState,
    portal,
    compactor: new CompactorProcess(fleet.firstDir, join(folder, 'lake')),
    assignments: new AssignmentLedger(),
    events: new EventLedger(),
    sticky: new StickyLedger(),
    stickyUnits: { asked: 0 },
    latency: new ChangeLatency(history),
    memory: new MemoryWatch(),
    poster: createPoster(),
    violation,
    counts: { answered: 0, unanswered: 0, unchanged: 0 },
    kills: 0,
  };
};

/** Ends all processes, whatever goes wrong; what they left undone. */
const endAll = async (soak: Soak): Promise<string[]> => {
  const { fleet, compactor, portal, poster } = soak;
  try {
    const problems = await fleet.stop();
    await fleet.bringSealedFiles();
    return [...problems, ...(await compactor.drain())];
  } finally {
    await compactor.end();
    poster.close();
    portal.stop();
  }
};

/** What the figures, as opposed to single answers and rows, must not be. */
const figureProblems = (
  latencies: readonly number[],
  memory: readonly MemoryGrowth[],
): string[] => {
  const median = quantile(latencies, 0.5) ?? Infinity;
  return [
    ...(median < MAX_MEDIAN_MS
      ? []
      : [`a change takes ${median} ms at the median, not < ${MAX_MEDIAN_MS}`]),
    ...memory
      .filter(({ growthMb, allowedMb }) => growthMb > allowedMb)
      .map(
        ({ run, gauge, growthMb, allowedMb }) =>
          `${gauge} of ${run} grew by ${growthMb.toFixed(1)} MB over the second half, more than ${allowedMb}`,
      ),
  ];
};

/**
 * Lets edges answer a mixed load while the state changes every second and one
 * of them is killed again and again; then holds every answer against the
 * oracle and the lake against what was acknowledged.
 */
export const runSoak = async (options: SoakOptions): Promise<SoakReport> => {
  const violations: string[] = [];
  const soak = await openSoak(options, text => violations.push(text));
  const { fleet, assignments, events, sticky } = soak;
  options.progress('edges are up');
  const survivors = fleet.runs().slice(1);
  try {
    await load(soak, options);
    options.progress('draining');
  } finally {
    violations.push(...(await endAll(soak)));
  }
  options.progress('reading the lake');
  const lakeDir = join(options.folder, 'lake');
  violations.push(
    ...(await checkLake(lakeDir, { assignments, events, sticky })),
  );
  const latencies = soak.latency.sorted();
  const memory = survivors.flatMap(({ id }) => soak.memory.growth(id));
  violations.push(...figureProblems(latencies, memory));
  return {
    ...soak.counts,
    violations,
    states: soak.history.latest,
    kills: soak.kills,
    assignments: assignments.counts(),
    events: events.counts(),
    sticky: sticky.counts(),
    latencies,
    memory,
  };
};
