import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server in a process of its own. */
export type ServerProcess = {
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
};

const portOf = (line: string): number | null => {
  const entry: unknown = JSON.parse(line);
  return typeof entry === 'object' &&
    entry !== null &&
    'port' in entry &&
    typeof entry.port === 'number'
    ? entry.port
    : null;
};

/**
 * Starts a TypeScript program that writes a line of JSON with its `port` once
 * it listens, with the loader that this process runs under.
 */
export const startServer = async (
  program: string,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> => {
  const child = spawn(process.execPath, [...process.execArgv, program], {
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const listening = new Promise<number>((resolve, reject) => {
    const lines = createInterface(child.stdout);
    lines.on('line', line => {
      const port = portOf(line);
      if (port !== null) resolve(port);
    });
    lines.on('close', () =>
      reject(new Error(`${program} ended before it listened.`)),
    );
  });
  const port = await listening;
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
