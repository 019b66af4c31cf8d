import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '@etude/kernel';
import type { RunSql } from './run-sql';
import { unitRowsQuery } from './compaction-sql';

/** What is kept of computations in a lake. */
export type KeptStates = {
  /** Computations of which something is kept. */
  readonly count: number;
  readonly bytes: number;
  /** How many were removed because nobody asked for them any more. */
  readonly removed: number;
};

const FOLDER = 'state';

const namesIn = async (dir: string): Promise<string[]> => {
  try {
    return await readdir(dir);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
};

const foldersOf = async (lakeDir: string): Promise<string[]> => {
  const root = join(lakeDir, FOLDER);
  return (await namesIn(root)).map(name => join(root, name));
};

/** True when the unit is in one of the files, or that cannot be said. */
const mayHold = async (
  query: RunSql,
  files: readonly string[],
  unit: string,
): Promise<boolean> => {
  try {
    return (await query(unitRowsQuery(files, unit))).rows.length > 0;
  } catch {
    // A file that a killed computation left torn: what cannot be read cannot
    // be searched, and all of it can be made anew.
    return true;
  }
};

/**
 * Removes what is kept of computations that know the unit. They keep rows of
 * their own by unit, which are made anew from the lake. Call it after the unit
 * left the lake, or it would come back.
 */
export const forgetInStates = async (
  { lakeDir, query }: { readonly lakeDir: string; readonly query: RunSql },
  unit: string,
): Promise<number> => {
  let removed = 0;
  for (const folder of await foldersOf(lakeDir)) {
    const files = (await namesIn(folder)).filter(name =>
      name.endsWith('.parquet'),
    );
    if (files.length === 0) continue;
    const paths = files.map(name => join(folder, name));
    if (!(await mayHold(query, paths, unit))) continue;
    await rm(folder, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
};

const bytesIn = async (folder: string): Promise<number> => {
  let bytes = 0;
  for (const name of await namesIn(folder)) {
    try {
      bytes += (await stat(join(folder, name))).size;
    } catch (error) {
      // A refresh replaces its files at any time.
      if (!hasErrorCode(error, 'ENOENT')) throw error;
    }
  }
  return bytes;
};

/** Removes what was last used before a time, such as of ended experiments. */
export const removeUnusedStates = async (
  lakeDir: string,
  before: Date,
): Promise<KeptStates> => {
  let [count, bytes, removed] = [0, 0, 0];
  for (const folder of await foldersOf(lakeDir)) {
    // Its manifest is replaced in it, and it is touched by every use.
    const { mtimeMs } = await stat(folder);
    if (mtimeMs < before.getTime()) {
      await rm(folder, { recursive: true, force: true });
      removed += 1;
    } else {
      count += 1;
      bytes += await bytesIn(folder);
    }
  }
  return { count, bytes, removed };
};
