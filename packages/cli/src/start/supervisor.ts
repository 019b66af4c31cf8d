import { EtudeError } from '@etude/kernel';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../repository';

/** One process of the system. */
export type ProcessSpec = {
  readonly name: string;
  /** TypeScript file below the repository's root. */
  readonly entry: string;
  readonly args?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
};

type Running = {
  readonly spec: ProcessSpec;
  child: ChildProcess;
  restarts: number[];
};

const RESTARTS_PER_MINUTE = 5;
const STOP_GRACE_MS = 10_000;

const loader = path.join(
  repositoryRoot,
  'node_modules/@backstage/cli/config/nodeTransform.cjs',
);

/**
 * Runs the processes of one system: a log file each, a process that dies is
 * started again (at most five times a minute), `stop` ends all of them.
 */
export class Supervisor {
  readonly #logsDir: string;
  readonly #running = new Map<string, Running>();
  readonly #onTrouble: (sentence: string) => void;
  #isStopping = false;

  constructor(logsDir: string, onTrouble: (sentence: string) => void) {
    this.#logsDir = logsDir;
    this.#onTrouble = onTrouble;
    fs.mkdirSync(logsDir, { recursive: true });
  }

  /** Starts a process that is to stay up. */
  keep(spec: ProcessSpec): void {
    this.#running.set(spec.name, {
      spec,
      child: this.#spawn(spec, () => this.#revive(spec.name)),
      restarts: [],
    });
  }

  /**
   * Runs a process to its end, handing on what it prints.
   *
   * @throws ETUDE_PROCESS_FAILED with the end of its log.
   */
  run(spec: ProcessSpec, onLine: (line: string) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const child = this.#spawn(spec, (code, signal) => {
        this.#running.delete(spec.name);
        if (code === 0) {
          resolve();
          return;
        }
        reject(
          new EtudeError(
            `${spec.name} ended with ${signal ?? `exit code ${code}`}. The end of its log (${this.logFile(spec.name)}):\n${this.logTail(spec.name)}`,
            { code: 'ETUDE_PROCESS_FAILED', kind: 'operational' },
          ),
        );
      });
      this.#running.set(spec.name, { spec, child, restarts: [] });
      let rest = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        const lines = (rest + chunk.toString('utf8')).split('\n');
        rest = lines.pop() ?? '';
        lines.forEach(onLine);
      });
    });
  }

  logFile(name: string): string {
    return path.join(this.#logsDir, `${name}.log`);
  }

  /** The last lines of a process's log, for an error message. */
  logTail(name: string): string {
    const lines = fs.readFileSync(this.logFile(name), 'utf8').split('\n');
    return lines.slice(-25).join('\n');
  }

  /** True while a kept process has not given up for good. */
  isKept(name: string): boolean {
    return this.#running.has(name);
  }

  /** Asks every process to stop, then insists. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const children = [...this.#running.values()].map(({ child }) => child);
    await Promise.all(children.map(stopChild));
    this.#running.clear();
  }

  #spawn(
    spec: ProcessSpec,
    onExit: (code: number | null, signal: NodeJS.Signals | null) => void,
  ): ChildProcess {
    const log = fs.createWriteStream(this.logFile(spec.name), { flags: 'a' });
    const child = spawn(
      process.execPath,
      [
        '--no-node-snapshot',
        '--disable-warning=DEP0040',
        '--require',
        path.join(__dirname, 'stop-with-supervisor.cjs'),
        '--require',
        loader,
        path.join(repositoryRoot, spec.entry),
        ...(spec.args ?? []),
      ],
      {
        cwd: repositoryRoot,
        env: { ...process.env, ...spec.env },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
        detached: true,
      },
    );
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    child.once('close', (code, signal) => {
      log.end(() => onExit(code, signal));
    });
    return child;
  }

  #revive(name: string): void {
    const running = this.#running.get(name);
    if (!running || this.#isStopping) return;
    const now = Date.now();
    running.restarts = running.restarts.filter(at => now - at < 60_000);
    if (running.restarts.length >= RESTARTS_PER_MINUTE) {
      this.#running.delete(name);
      this.#onTrouble(
        `${name} keeps stopping and is not started again. See ${this.logFile(name)}.`,
      );
      return;
    }
    running.restarts.push(now);
    this.#onTrouble(`${name} stopped unexpectedly and is started again.`);
    running.child = this.#spawn(running.spec, () => this.#revive(name));
  }
}

// Each process leads a group of its own: Ctrl-C reaches only this one, which
// then stops the others in order, and a child's own children go with it.
const signalGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    const isGone =
      error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!isGone) throw error;
  }
};

const stopChild = (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) {
    return Promise.resolve();
  }
  return new Promise(resolve => {
    const insist = setTimeout(
      () => signalGroup(child, 'SIGKILL'),
      STOP_GRACE_MS,
    );
    child.once('close', () => {
      clearTimeout(insist);
      resolve();
    });
    signalGroup(child, 'SIGTERM');
  });
};
