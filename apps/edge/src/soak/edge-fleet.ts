import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { spawnEdge } from '../testing/spawned-edge';
import type { SpawnedEdge } from '../testing/spawned-edge';

/** One life of an edge, from its start to its end. */
export type EdgeRun = {
  /** Names the edge and which of its lives this is, such as `e0.2`. */
  readonly id: string;
  readonly url: string;
  /** 0 where it logs every assignment. */
  readonly dedupeSeconds: number;
  readonly startedMs: number;
  /** The newest state version that it has answered from. */
  seen: number;
  /** True for a moment before it is killed: all clients turn to it. */
  isTarget: boolean;
  /** Requests that were sent in that moment. */
  rush: number;
  /** True from just before the signal. */
  isEnding: boolean;
};

/** What the edges of a soak share. */
export type FleetOptions = {
  readonly folder: string;
  readonly edges: number;
  readonly portalUrl: string;
};

type Member = {
  readonly index: number;
  lives: number;
  run: EdgeRun | null;
  process: SpawnedEdge | null;
};

const DEDUPE_SECONDS = 20;

/**
 * Room for three times what an edge keeps at the default rate. With more, V8
 * leaves garbage lying for minutes, which looks like a leak.
 */
const HEAP_OPTIONS = '--max-semi-space-size=2 --max-old-space-size=96';

const READY_MS = 30_000;
const TOKEN_KEY = '5a'.repeat(32);

/** Where an edge keeps its log and its state. */
const edgeDirOf = (folder: string, index: number): string =>
  join(folder, `edge-${index}`);

// An edge that is killed logs every assignment in its first life and leaves
// out repeats in its second, and so on; those that stay do one or the other.
const dedupeOf = ({ index, lives }: Member): number =>
  (index + lives) % 2 === 1 ? 0 : DEDUPE_SECONDS;

// It answers before it has its first state; a balancer would wait too.
const untilReady = async (url: string): Promise<void> => {
  const deadline = Date.now() + READY_MS;
  while (!(await fetch(`${url}/readyz`)).ok) {
    if (Date.now() > deadline) {
      throw new Error(`An edge was not ready within ${READY_MS} ms.`);
    }
    await delay(20);
  }
};

const spawn = async (
  member: Member,
  { folder, portalUrl }: FleetOptions,
): Promise<void> => {
  member.lives += 1;
  const dedupeSeconds = dedupeOf(member);
  const process = await spawnEdge({
    NODE_OPTIONS: HEAP_OPTIONS,
    ETUDE_EDGE_DIR: edgeDirOf(folder, member.index),
    ETUDE_EDGE_GRPC_PORT: 'off',
    ETUDE_BACKEND_URL: portalUrl,
    ETUDE_EDGE_TOKEN: 'soak-edge-token',
    ETUDE_TOKEN_KEYS: TOKEN_KEY,
    ETUDE_DEDUPE_SECONDS: String(dedupeSeconds),
    ETUDE_REPORT_MS: '5000',
    // A store that is asked too briefly is no store: the machine is busy.
    ETUDE_MATERIALIZATIONS_WAIT_MS: '5000',
  });
  member.process = process;
  await untilReady(process.url);
  member.run = {
    id: `e${member.index}.${member.lives}`,
    url: process.url,
    dedupeSeconds,
    startedMs: Date.now(),
    seen: 0,
    isTarget: false,
    rush: 0,
    isEnding: false,
  };
};

/** Edges as processes of their own, with a directory each. */
export class EdgeFleet {
  readonly #options: FleetOptions;
  readonly #members: readonly Member[];

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#members = Array.from({ length: options.edges }, (_, index) => ({
      index,
      lives: 0,
      run: null,
      process: null,
    }));
  }

  async start(): Promise<void> {
    for (const member of this.#members) await spawn(member, this.#options);
  }

  /** Those that are up, or that nobody knows yet to be down. */
  runs(): readonly EdgeRun[] {
    const runs = this.#members.flatMap(({ run }) => run ?? []);
    const target = runs.find(({ isTarget }) => isTarget);
    return target ? [target] : runs;
  }

  /** Where the compactor looks for sealed files. */
  get firstDir(): string {
    return edgeDirOf(this.#options.folder, 0);
  }

  /**
   * Turns all clients to the first edge for `targetMs`, kills it while they
   * wait for answers, and starts it again on the same directory.
   */
  async killFirst(targetMs: number): Promise<void> {
    const [member] = this.#members;
    if (!member?.run || !member.process) {
      throw new Error('The edge to be killed has not come up again.');
    }
    member.run.isTarget = true;
    await delay(targetMs);
    member.run.isEnding = true;
    await member.process.end('SIGKILL');
    member.run = null;
    await spawn(member, this.#options);
  }

  /** Hands the sealed files of all edges to the first one's compactor. */
  async bringSealedFiles(): Promise<void> {
    const sealed = (index: number): string =>
      join(edgeDirOf(this.#options.folder, index), 'log', 'sealed');
    await mkdir(sealed(0), { recursive: true });
    for (const { index } of this.#members.slice(1)) {
      for (const name of await readdir(sealed(index))) {
        await rename(join(sealed(index), name), join(sealed(0), name));
      }
    }
  }

  /**
   * Ends all edges as an orchestrator would. Gives what is wrong: an exit code
   * other than 0, or a log directory that holds more than it should.
   */
  async stop(): Promise<string[]> {
    const problems: string[] = [];
    for (const { process, run, index } of this.#members) {
      if (!process) continue;
      const code = await process.end('SIGTERM');
      if (code !== 0) {
        problems.push(`edge ${run?.id ?? index} ended with exit code ${code}`);
      }
      const log = join(edgeDirOf(this.#options.folder, index), 'log');
      const left = (await readdir(log)).filter(name => name !== 'sealed');
      if (left.length > 0) {
        problems.push(`the log of edge ${index} has ${left.join(', ')} left`);
      }
    }
    return problems;
  }
}
