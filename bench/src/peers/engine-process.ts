import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Cost } from '../measure';

/** An engine in a process of its own. */
export type EngineProcess = {
  readonly name: string;
  /** How many users got what. */
  readonly tally: () => Promise<Readonly<Record<string, number>>>;
  /** Evaluates one flag for the users until so much CPU time has gone by. */
  readonly round: (cpuSeconds: number) => Promise<Cost>;
  readonly stop: () => void;
};

/** Folder of the published SDKs and of what drives them. */
export const PEERS_FOLDER = join(__dirname, '..', '..', 'peers');

const RUNNER = join(PEERS_FOLDER, 'run-engine.mjs');
const LOADER = ['--no-node-snapshot', '--require'];
const TRANSFORM = '@backstage/cli/config/nodeTransform.cjs';

/** Starts the engine at `path` with the workload in a file. */
export const startEngine = async (
  name: string,
  path: string,
  workloadPath: string,
): Promise<EngineProcess> => {
  const child = fork(RUNNER, [path, workloadPath], {
    // The published ones need no transform: they get none.
    execArgv: path.endsWith('.ts') ? [...LOADER, TRANSFORM] : [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answer = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null): void =>
        reject(
          new Error(
            `The engine '${name}' ended with code ${code} instead of an answer. Run ${RUNNER} ${path} by hand to see why.`,
          ),
        );
      // The loader of TypeScript sends messages of its own.
      const onMessage = (message: unknown): void => {
        if (typeof message !== 'object' || message === null) return;
        if (!('answer' in message)) return;
        child.off('exit', onExit);
        child.off('message', onMessage);
        resolve(message.answer);
      };
      child.once('exit', onExit);
      child.on('message', onMessage);
    });
  const ask = <T>(question: string | number): Promise<T> => {
    const answered = answer();
    child.send(question);
    // The runner answers each question in its one known shape.
    return answered as Promise<T>;
  };
  await answer();
  return {
    name,
    tally: () => ask<Record<string, number>>('tally'),
    round: cpuSeconds => ask<Cost>(cpuSeconds),
    stop: () => child.disconnect(),
  };
};
