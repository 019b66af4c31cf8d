import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { listSealedSegments } from '@etude/events';
import { z } from 'zod';

const statusSchema = z.object({
  sinks: z.array(
    z.object({
      name: z.string(),
      rejectedLines: z.number(),
      reason: z.string().nullable(),
    }),
  ),
});

const DRAIN_MS = 180_000;

/** The compactor as a process of its own. */
export class CompactorProcess {
  readonly #edgeDir: string;
  readonly #lakeDir: string;
  #child: ChildProcess;

  constructor(edgeDir: string, lakeDir: string) {
    this.#edgeDir = edgeDir;
    this.#lakeDir = lakeDir;
    this.#child = this.#spawn();
  }

  #spawn(): ChildProcess {
    return spawn(
      process.execPath,
      [
        '--no-node-snapshot',
        '--require',
        require.resolve('@backstage/cli/config/nodeTransform.cjs'),
        join(__dirname, '..', 'compactor-main.ts'),
      ],
      {
        env: {
          ...process.env,
          ETUDE_EDGE_DIR: this.#edgeDir,
          ETUDE_LAKE_DIR: this.#lakeDir,
        },
        stdio: ['ignore', 'ignore', 'inherit'],
      },
    );
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const ended = once(this.#child, 'exit');
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await ended;
    }
    return this.#child.exitCode;
  }

  /** Kills it and starts it again. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
    this.#child = this.#spawn();
  }

  /** Ends it, if it has not ended. */
  async end(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Waits until every sealed file is in the lake, then stops it. */
  async drain(): Promise<string[]> {
    const deadline = Date.now() + DRAIN_MS;
    const logDir = join(this.#edgeDir, 'log');
    while ((await listSealedSegments(logDir)).length > 0) {
      if (Date.now() > deadline) {
        await this.#end('SIGTERM');
        return [`sealed files are left after ${DRAIN_MS / 1_000} s`];
      }
      await delay(200);
    }
    const code = await this.#end('SIGTERM');
    const status = statusSchema.parse(
      JSON.parse(await readFile(join(this.#edgeDir, 'compactor.json'), 'utf8')),
    );
    return [
      ...(code === 0 ? [] : [`the compactor ended with exit code ${code}`]),
      ...status.sinks.flatMap(({ name, rejectedLines, reason }) => [
        ...(rejectedLines === 0
          ? []
          : [`${name}: ${rejectedLines} lines of the log were no records`]),
        ...(reason === null ? [] : [`${name}: ${reason}`]),
      ]),
    ];
  }
}
