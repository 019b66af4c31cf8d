import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';

export type JvmProcess = {
  /** Whether it has ended, asked for or not. */
  readonly hasEnded: () => boolean;
  /** The end of what it wrote. */
  readonly lastLines: () => Promise<string>;
  readonly stop: () => Promise<void>;
};

export type JvmOptions = {
  readonly java: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly logFile: string;
};

/**
 * A shell between us and the JVM: it ends the JVM when our end of its standard
 * input closes, which happens even when this process is killed.
 */
const SUPERVISOR = `
exec 3<&0
"$@" </dev/null & jvm=$!
(
  cat <&3 >/dev/null
  kill "$jvm"
  for second in 1 2 3 4 5; do sleep 1; kill -0 "$jvm" || exit; done
  kill -9 "$jvm"
) 2>/dev/null &
wait "$jvm"`;

/** Starts a JVM that lives no longer than this process. */
export const startJvm = (options: JvmOptions): JvmProcess => {
  const log = openSync(options.logFile, 'a');
  const supervisor = spawn(
    'sh',
    ['-c', SUPERVISOR, 'supervisor', options.java, ...options.args],
    { cwd: options.cwd, stdio: ['pipe', log, log] },
  );
  closeSync(log);
  let hasEnded = false;
  const ended = new Promise<void>(resolve => {
    const end = () => {
      hasEnded = true;
      resolve();
    };
    supervisor.on('exit', end);
    supervisor.on('error', end);
  });
  return {
    hasEnded: () => hasEnded,
    lastLines: async () =>
      (await readFile(options.logFile, 'utf8'))
        .split('\n')
        .slice(-12)
        .join('\n'),
    stop: async () => {
      supervisor.stdin?.destroy();
      await ended;
    },
  };
};

/** A port of the loopback address that nobody listens on. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
      server.close(() => resolve(port));
    });
  });
