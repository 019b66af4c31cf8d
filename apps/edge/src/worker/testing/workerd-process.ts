import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';

/** workerd with a Worker in it. */
export type WorkerdProcess = {
  readonly url: string;
  /** What the Worker and the runtime wrote to their log. */
  readonly log: () => string;
  readonly end: () => Promise<void>;
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
 * Serves the Worker that `bundleWorker` wrote into `dir`, with the bindings in
 * `env`, on a free port. `config` is a file in `dir`.
 */
export const startWorkerd = async (
  program: string,
  dir: string,
  {
    config = 'worker.capnp',
    env = {},
  }: {
    readonly config?: string;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
): Promise<WorkerdProcess> => {
  const child = spawn(
    program,
    [
      'serve',
      '--socket-addr',
      'http=127.0.0.1:0',
      '--control-fd=3',
      join(dir, config),
    ],
    { env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  );
  let text = '';
  for (const output of [child.stdout, child.stderr]) {
    output?.setEncoding('utf8').on('data', chunk => (text += String(chunk)));
  }
  const ended = once(child, 'exit');
  const control = child.stdio[3];
  if (!(control instanceof Readable)) throw new Error('no control pipe');
  const port = await new Promise<number>((resolve, reject) => {
    const lines = createInterface(control);
    lines.on('line', line => {
      const found = portOf(line);
      if (found !== null) resolve(found);
    });
    lines.on('close', () => reject(new Error(`workerd ended: ${text}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    log: () => text,
    end: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
};
