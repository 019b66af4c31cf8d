import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { hasErrorCode } from '@etude/kernel';
import { directoryLockedError } from './errors';

/** Held until released; the operating system does not release it. */
export type DirectoryLock = { readonly release: () => Promise<void> };

const heldHere = new Set<string>();

type Owner = { readonly pid: number; readonly startedAt: string };

// A process id is reused (in containers it is always 1), so Linux's start time
// of the process goes with it. Elsewhere the id alone has to do.
const startTimeOf = async (pid: number): Promise<string> => {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // proc(5): two fields end with the bracket; state is 3, start time is 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const isZombie = fields[0] === 'Z' || fields[0] === 'X';
    return isZombie ? '' : (fields[19] ?? '');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT') || hasErrorCode(error, 'ESRCH')) {
      return '';
    }
    throw error;
  }
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasErrorCode(error, 'EPERM');
  }
};

const readOwner = async (path: string): Promise<Owner | null> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return '';
    throw error;
  });
  const [pid, startedAt] = text.trim().split(' ');
  return pid && /^\d+$/.test(pid)
    ? { pid: Number(pid), startedAt: startedAt ?? '' }
    : null;
};

const isAlive = async ({ pid, startedAt }: Owner): Promise<boolean> =>
  pid !== process.pid &&
  isRunning(pid) &&
  (await startTimeOf(pid)) === startedAt;

/**
 * Makes this process the only writer of `dir`. A lock left by a killed process
 * is taken over.
 *
 * @throws ETUDE_LOG_DIRECTORY_LOCKED while its owner runs.
 */
export const lockDirectory = async (dir: string): Promise<DirectoryLock> => {
  const path = join(resolve(dir), 'writer.lock');
  if (heldHere.has(path)) throw directoryLockedError(dir, process.pid);
  heldHere.add(path);
  try {
    const owner = await readOwner(path);
    if (owner && (await isAlive(owner))) {
      throw directoryLockedError(dir, owner.pid);
    }
    await rm(path, { force: true });
    await writeFile(
      path,
      `${process.pid} ${await startTimeOf(process.pid)}\n`,
      {
        // Of two processes that find the same stale lock, one wins.
        flag: 'wx',
      },
    );
  } catch (error) {
    heldHere.delete(path);
    if (hasErrorCode(error, 'EEXIST'))
      throw directoryLockedError(dir, 'another');
    throw error;
  }
  return {
    release: async () => {
      if (heldHere.delete(path)) await rm(path, { force: true });
    },
  };
};
