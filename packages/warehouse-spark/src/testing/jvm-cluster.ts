import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** JVMs that work together and end together. */
export type JvmCluster = {
  /** Starts one more; what it writes goes to a folder of that name. */
  readonly start: (name: string, args: readonly string[]) => void;
  /** What went wrong with a JVM that ended by itself, if one did. */
  readonly problem: () => string | null;
  /** Ends the one started last, which uses the others, then the others. */
  readonly stop: () => Promise<void>;
};

type Member = { readonly name: string; readonly supervisor: ChildProcess };

// A shell beside each JVM ends it when our end of the shell's standard input
// closes, which happens even when this process is killed.
const SUPERVISOR = `
exec 3<&0
"$@" </dev/null & jvm=$!
( cat <&3 >/dev/null
  kill "$jvm"
  for second in 1 2 3 4 5; do sleep 1; kill -0 "$jvm" || exit; done
  kill -9 "$jvm" ) 2>/dev/null &
wait "$jvm"`;

/** A cluster without members yet, with its files under `folder`. */
export const createCluster = (
  java: string,
  folder: string,
  env: Readonly<Record<string, string>>,
): JvmCluster => {
  const members: Member[] = [];
  const logOf = (name: string) => join(folder, name, 'output.log');

  const start: JvmCluster['start'] = (name, args) => {
    const cwd = join(folder, name);
    mkdirSync(cwd);
    const log = openSync(logOf(name), 'a');
    const supervisor = spawn('sh', ['-c', SUPERVISOR, name, java, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['pipe', log, log],
    });
    closeSync(log);
    members.push({ name, supervisor });
  };

  const problem = () => {
    const ended = members.find(each => each.supervisor.exitCode !== null);
    if (ended === undefined) return null;
    const lines = readFileSync(logOf(ended.name), 'utf8').split('\n');
    return `${ended.name} ended: ${lines.slice(-12).join('\n')}`;
  };

  const end = async ({ supervisor }: Member) => {
    if (supervisor.exitCode !== null) return;
    const exited = once(supervisor, 'exit');
    supervisor.stdin?.destroy();
    await exited;
  };

  const stop = async () => {
    const [last, ...others] = members.reverse();
    if (last !== undefined) await end(last);
    await Promise.all(others.map(end));
  };
  return { start, problem, stop };
};

/** A port of the loopback address that nobody listens on. */
export const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
};
