import { constants } from 'node:fs';
import { open, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hasErrorCode } from '@etude/kernel';

/** The file that a log writes to; a seam so that tests can break the disk. */
export type SegmentFile = {
  /** Appends all bytes or throws; a throw may leave a part behind. */
  readonly write: (bytes: Buffer) => Promise<void>;
  /** Returns when everything written is on the disk. */
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens a new file for appending. */
export type OpenSegmentFile = (path: string) => Promise<SegmentFile>;

const ACTIVE_PREFIX = 'active-';
const EXTENSION = '.ndjson';

/** Path of the file that segment `id` is written to before it is sealed. */
export const activePath = (logDir: string, id: string): string =>
  join(logDir, `${ACTIVE_PREFIX}${id}${EXTENSION}`);

/** Where sealed segments of a log wait for the compactor. */
export const sealedDir = (logDir: string): string => join(logDir, 'sealed');

/** Path of segment `id` once nothing is appended to it any more. */
export const sealedPath = (logDir: string, id: string): string =>
  join(sealedDir(logDir), `${id}${EXTENSION}`);

/** Makes a finished file, or the names in a folder, survive a power failure. */
export const syncPath = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const writeAll = async (handle: FileHandle, bytes: Buffer): Promise<void> => {
  let offset = 0;
  while (offset < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, offset);
    offset += bytesWritten;
  }
};

const { O_APPEND, O_CREAT, O_DSYNC, O_EXCL, O_WRONLY } = constants;

/**
 * `O_DSYNC` makes every write durable by itself: one trip to the thread pool
 * instead of one for the write and one for the sync. Windows has no such flag.
 */
const HAS_DSYNC = Object.hasOwn(constants, 'O_DSYNC');

/** Opens a new file on the real disk. */
export const openSegmentFile: OpenSegmentFile = async path => {
  const flags = O_WRONLY | O_APPEND | O_CREAT | O_EXCL;
  const handle = await open(path, HAS_DSYNC ? flags | O_DSYNC : flags);
  return {
    write: bytes => writeAll(handle, bytes),
    sync: () => (HAS_DSYNC ? Promise.resolve() : handle.datasync()),
    close: () => handle.close(),
  };
};

const sizeOf = async (path: string): Promise<number | null> => {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
};

/**
 * Seals segment `id` with its first `length` bytes: what follows was never
 * acknowledged. An empty segment is removed. Returns whether one was sealed.
 */
export const sealSegment = async (
  logDir: string,
  id: string,
  length: number,
): Promise<boolean> => {
  const path = activePath(logDir, id);
  if (length === 0) {
    await rm(path, { force: true });
    return false;
  }
  const size = await sizeOf(path);
  // Without an active file an earlier try got as far as the rename.
  if (size !== null) {
    if (size > length) await truncate(path, length);
    await rename(path, sealedPath(logDir, id));
  }
  await syncPath(sealedDir(logDir));
  await syncPath(logDir);
  return true;
};

/** Sealed segments of a log that wait for compaction, in order of name. */
export const listSealedSegments = async (logDir: string): Promise<string[]> => {
  try {
    const names = await readdir(sealedDir(logDir));
    return names
      .filter(name => name.endsWith(EXTENSION))
      .sort()
      .map(name => join(sealedDir(logDir), name));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
};

/** The id of a segment, from the path of its file, active or sealed. */
export const segmentIdOf = (path: string): string => {
  const name = basename(path, EXTENSION);
  return name.startsWith(ACTIVE_PREFIX)
    ? name.slice(ACTIVE_PREFIX.length)
    : name;
};

/** The files of a log that are still written to. */
export const listActiveSegments = async (logDir: string): Promise<string[]> => {
  const names = await readdir(logDir).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  });
  return names
    .filter(name => name.startsWith(ACTIVE_PREFIX) && name.endsWith(EXTENSION))
    .map(name => join(logDir, name));
};

const lastLineEnd = async (path: string): Promise<number> => {
  const handle = await open(path, 'r');
  try {
    const chunk = Buffer.alloc(64 * 1024);
    let end = (await handle.stat()).size;
    while (end > 0) {
      const start = Math.max(0, end - chunk.length);
      const { bytesRead } = await handle.read(chunk, 0, end - start, start);
      const index = chunk.subarray(0, bytesRead).lastIndexOf(0x0a);
      if (index >= 0) return start + index + 1;
      end = start;
    }
    return 0;
  } finally {
    await handle.close();
  }
};

/** What {@link recoverSegments} found. */
export type Recovery = {
  readonly sealedFiles: number;
  /** Bytes of torn last lines that were cut off; none was acknowledged. */
  readonly tornBytes: number;
};

/** Seals the active files that a killed process left in `logDir`. */
export const recoverSegments = async (logDir: string): Promise<Recovery> => {
  let sealedFiles = 0;
  let tornBytes = 0;
  for (const name of await readdir(logDir)) {
    if (!name.startsWith(ACTIVE_PREFIX) || !name.endsWith(EXTENSION)) continue;
    const id = segmentIdOf(name);
    const path = join(logDir, name);
    const length = await lastLineEnd(path);
    tornBytes += (await stat(path)).size - length;
    if (await sealSegment(logDir, id, length)) sealedFiles += 1;
  }
  return { sealedFiles, tornBytes };
};
