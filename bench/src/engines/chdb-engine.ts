import type { ComputationRow } from '@etude/metrics';
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cost } from '../measure';
import type { RefreshEngine } from '../refresh/run-refresh';

const PROJECT = join(
  __dirname,
  '../../../packages/warehouse-clickhouse/engine',
);

/** ClickHouse in a process of its own. */
export type ChdbEngine = RefreshEngine & {
  readonly run: (sql: string) => Promise<{ text: string; cost: Cost }>;
  /** What all statements since the last call took. */
  readonly takeCost: () => Cost;
  readonly stop: () => void;
};

type Answer =
  { readonly text: string; readonly cost: Cost } | { readonly failure: string };

/** True where the tests of the ClickHouse driver have installed chDB. */
export const hasChdb = (): boolean =>
  existsSync(join(PROJECT, 'node_modules', 'chdb', 'package.json'));

/** Starts ClickHouse with its data in a folder. */
export const startChdb = async (dataFolder: string): Promise<ChdbEngine> => {
  const child = fork(join(__dirname, 'chdb-main.ts'), [PROJECT, dataFolder], {
    execArgv: [
      '--no-node-snapshot',
      '--require',
      '@backstage/cli/config/nodeTransform.cjs',
    ],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const answer = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const onExit = (code: number | null): void =>
        reject(new Error(`ClickHouse ended with code ${code}.`));
      // The loader of TypeScript sends messages of its own.
      const onMessage = (message: unknown): void => {
        if (typeof message !== 'object' || message === null) return;
        if (!('result' in message)) return;
        child.off('exit', onExit);
        child.off('message', onMessage);
        resolve(message.result);
      };
      child.once('exit', onExit);
      child.on('message', onMessage);
    });
  let spent: Cost[] = [];
  const run: ChdbEngine['run'] = async sql => {
    const answered = answer();
    child.send(sql);
    // The child answers each statement in its one known shape.
    const result = (await answered) as Answer;
    if ('failure' in result) throw new Error(`${result.failure}\n\n${sql}`);
    spent.push(result.cost);
    return result;
  };
  await answer();
  return {
    dialect: 'clickhouse',
    run,
    query: async sql => {
      const { text } = await run(sql);
      const lines = text.split('\n').filter(line => line !== '');
      // Whoever reads the rows checks them.
      const rows = lines.map(line => JSON.parse(line) as ComputationRow);
      return { rows };
    },
    takeCost: () => {
      const costs = spent;
      spent = [];
      return {
        count: 1,
        wallSeconds: costs.reduce((sum, one) => sum + one.wallSeconds, 0),
        cpuSeconds: costs.reduce((sum, one) => sum + (one.cpuSeconds ?? 0), 0),
      };
    },
    stop: () => child.disconnect(),
  };
};
