import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResolverState } from '@etude/flags';
import type { EdgeConfig } from '../edge-config';
import { parseJsonBody } from '../parse-json-body';
import { runEdge } from '../run-edge';
import { edgeConfigOf } from './edge-config-of';
import { placeState } from './spawned-edge';

/** An edge with sockets in this process, for clients of other vendors. */
export type RunningTestEdge = {
  readonly url: string;
  readonly port: number;
  readonly grpcPort: number;
  /** What is in its log, in order. */
  readonly lines: () => Promise<Record<string, unknown>[]>;
  /** Waits until the log has a line that fits. */
  readonly untilLogged: (
    fits: (line: Record<string, unknown>) => boolean,
  ) => Promise<Record<string, unknown>>;
  /** Stops it, which seals its log, and gives the directory of the log. */
  readonly seal: () => Promise<string>;
  /** Removes what it kept on the disk. */
  readonly stop: () => Promise<void>;
};

const readLog = async (dir: string): Promise<Record<string, unknown>[]> => {
  const names = await readdir(join(dir, 'log'));
  const texts = await Promise.all(
    names
      .filter(name => name.endsWith('.ndjson'))
      .map(name => readFile(join(dir, 'log', name), 'utf8')),
  );
  return texts
    .flatMap(text => text.split('\n'))
    .filter(line => line !== '')
    .map(line => {
      const parsed = parseJsonBody(line);
      return parsed.ok ? { ...parsed.value } : {};
    });
};

const PATIENCE_MS = 10_000;

/** Starts an edge that has `state` on its disk and no portal. */
export const startTestEdge = async (
  state: ResolverState,
  change: Partial<EdgeConfig> = {},
): Promise<RunningTestEdge> => {
  const dir = await mkdtemp(join(tmpdir(), 'etude-running-'));
  await placeState(dir, state);
  const edge = await runEdge(edgeConfigOf(dir, change), () => undefined);
  const lines = () => readLog(dir);
  let stopped: Promise<void> | null = null;
  const stopOnce = () => (stopped ??= edge.stop());
  return {
    url: `http://127.0.0.1:${edge.port}`,
    port: edge.port,
    grpcPort: edge.grpcPort ?? 0,
    lines,
    untilLogged: async fits => {
      for (const started = Date.now(); ;) {
        const all = await lines();
        const found = all.find(fits);
        if (found) return found;
        if (Date.now() - started > PATIENCE_MS) {
          throw new Error(`Not logged; the log has ${JSON.stringify(all)}`);
        }
        await new Promise(resolve => setTimeout(resolve, 25));
      }
    },
    seal: async () => {
      await stopOnce();
      return join(dir, 'log');
    },
    stop: async () => {
      await stopOnce();
      await rm(dir, { recursive: true, force: true });
    },
  };
};
