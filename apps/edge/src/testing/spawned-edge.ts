import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ResolverState } from '@etude/flags';
import { writeStoredState } from '../state-file';

/** An edge in a process of its own. */
export type SpawnedEdge = {
  readonly url: string;
  /** Sends a signal and waits for the end of the process. */
  readonly end: (signal: 'SIGKILL' | 'SIGTERM') => Promise<number | null>;
};

/** A reserved port on which nobody listens. */
export const NO_BACKEND = 'http://127.0.0.1:2';

/** Puts a state where an edge in `edgeDir` finds it at its start. */
export const placeState = async (
  edgeDir: string,
  state: ResolverState,
): Promise<void> => {
  await mkdir(edgeDir, { recursive: true });
  await writeStoredState(join(edgeDir, 'state.json'), {
    etag: null,
    confirmedAtMs: Date.now(),
    body: JSON.stringify(state),
    signature: null,
  });
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

/** Starts `main.ts` the way it is started in production. */
export const spawnEdge = async (
  env: Readonly<Record<string, string>>,
): Promise<SpawnedEdge> => {
  const child = spawn(
    process.execPath,
    [
      '--no-node-snapshot',
      '--require',
      require.resolve('@backstage/cli/config/nodeTransform.cjs'),
      join(__dirname, '..', 'main.ts'),
    ],
    {
      env: { ...process.env, ETUDE_EDGE_PORT: '0', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const ended = once(child, 'exit');
  const listening = new Promise<number>((resolve, reject) => {
    const lines = createInterface(child.stdout);
    lines.on('line', line => {
      const port = portOf(line);
      if (port !== null) resolve(port);
    });
    lines.on('close', () => reject(new Error('The edge ended at its start.')));
  });
  const port = await listening;
  return {
    url: `http://127.0.0.1:${port}`,
    end: async signal => {
      child.kill(signal);
      await ended;
      return child.exitCode;
    },
  };
};
