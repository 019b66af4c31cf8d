import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hasErrorCode } from '@etude/kernel';

const run = promisify(execFile);

const ROOT = join(__dirname, '..', '..', '..', '..', '..');

/** Programs of the clients, by language. */
export const CLIENTS_DIR = join(ROOT, 'apps', 'edge', 'clients');

/** A client that is ready to run, or why it is not. */
export type Installed =
  | { readonly isReady: true; readonly dir: string }
  | { readonly isReady: false; readonly reason: string };

const reasonOf = (error: unknown): string => {
  if (hasErrorCode(error, 'ENOENT')) return 'the program is not installed';
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').slice(-3).join(' | ');
};

/**
 * Installs a client of another language with the tool of that language, once
 * per machine. What does not install is not a failure of the edge, so that the
 * reason is given instead.
 */
export const install = async (
  name: string,
  steps: (dir: string) => readonly (readonly [string, ...string[]])[],
): Promise<Installed> => {
  const dir = join(ROOT, '.etude', 'clients', name);
  try {
    await mkdir(dir, { recursive: true });
    for (const [program, ...args] of steps(dir)) {
      await run(program, args, { timeout: 150_000 });
    }
    return { isReady: true, dir };
  } catch (error) {
    const reason = reasonOf(error);
    process.stderr.write(`SKIPPED: the ${name} client: ${reason}\n`);
    return { isReady: false, reason };
  }
};

/** What a program prints. */
export const outputOf = async (
  program: string,
  args: readonly string[],
): Promise<string> => {
  const { stdout } = await run(program, args, { timeout: 60_000 });
  return stdout;
};
