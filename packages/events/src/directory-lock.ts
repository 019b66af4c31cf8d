import { randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
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

const textOf = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
};

const ownerIn = (text: string): Owner | null => {
  const [pid, startedAt] = text.trim().split(' ');
  return pid && /^\d+$/.test(pid)
    ? { pid: Number(pid), startedAt: startedAt ?? '' }
    : null;
};

const isAlive = async ({ pid, startedAt }: Owner): Promise<boolean> =>
  pid !== process.pid &&
  isRunning(pid) &&
  (await startTimeOf(pid)) === startedAt;

/** True when `path` is this process's; false when another was faster. */
const isMadeAs = async (path: string, own: string): Promise<boolean> => {
  try {
    // Whole at once: nobody finds a lock without an owner in it.
    await link(own, path);
    return true;
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return false;
    throw error;
  }
};

/**
 * Makes the file `path` name this process, unless it names one that runs.
 *
 * Of processes that find the same lock of a dead one, a second lock lets one
 * at a time replace it, and only as long as it still is what they found.
 */
const take = async (path: string, dir: string): Promise<void> => {
  const own = `${path}.${randomUUID()}.tmp`;
  // The path of the file is in it: no two locks are the same.
  const startedAt = await startTimeOf(process.pid);
  await writeFile(own, `${process.pid} ${startedAt} ${own}\n`);
  try {
    if (await isMadeAs(path, own)) return;
    const found = await textOf(path);
    // Released meanwhile.
    if (found === null) return await take(path, dir);
    const owner = ownerIn(found);
    if (owner && (await isAlive(owner))) {
      throw directoryLockedError(dir, owner.pid);
    }
    const takeover = `${path}.takeover`;
    await take(takeover, dir);
    try {
      if ((await textOf(path)) !== found) {
        throw directoryLockedError(dir, 'another');
      }
      await rename(own, path);
    } finally {
      await rm(takeover, { force: true });
    }
  } finally {
    await rm(own, { force: true });
  }
};

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
    await take(path, dir);
  } catch (error) {
    heldHere.delete(path);
    throw error;
  }
  return {
    release: async () => {
      if (heldHere.delete(path)) await rm(path, { force: true });
    },
  };
};
