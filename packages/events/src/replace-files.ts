import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { hasErrorCode } from '@etude/kernel';
import { lakeDays } from './lake-files';
import type { LakeFile } from './lake-files';
import { readManifest, writeManifest } from './lake-manifest';
import { syncPath } from './segment-file';

/** Files of one day, and the file that takes their place. */
export type Replacement = {
  readonly tableDir: string;
  readonly day: string;
  readonly files: readonly LakeFile[];
  /** Already written, outside the table and on its file system. */
  readonly target: string;
  readonly digest: string;
  readonly now: Date;
};

/**
 * Lets `target` take the place of `files`, for readers at one moment: when the
 * manifest is replaced. The files stay on the disk, because queries that began
 * before may still read them; {@link removeReplaced} removes them later.
 */
export const replaceFiles = async (replacement: Replacement): Promise<void> => {
  const { tableDir, day, files, target, digest, now } = replacement;
  const manifest = await readManifest(tableDir);
  const path = `date=${day}/merged/${randomUUID()}.parquet`;
  const final = join(tableDir, path);
  await syncPath(target);
  await mkdir(dirname(final), { recursive: true });
  await rename(target, final);
  await syncPath(dirname(final));
  await syncPath(dirname(dirname(final)));
  const gone = new Set(files.map(({ path }) => path));
  const replacedAt = now.toISOString();
  await writeManifest(tableDir, {
    format: 1,
    merged: [
      ...manifest.merged.filter(file => !gone.has(file.path)),
      { path, digest },
    ],
    replaced: [
      ...manifest.replaced,
      ...files.map(file => ({ path: file.path, replacedAt })),
    ],
  });
};

/** After a power failure the manifest must not know more than the folders. */
const syncFolders = async (folders: readonly string[]): Promise<void> => {
  for (const folder of new Set(folders)) {
    await syncPath(folder).catch((error: unknown) => {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
    });
  }
};

/**
 * Removes the files that were replaced before `before`. They leave the
 * manifest after the disk, or readers would see their rows again.
 */
export const removeReplaced = async (
  tableDir: string,
  before: Date,
): Promise<number> => {
  const manifest = await readManifest(tableDir);
  const isDue = ({ replacedAt }: { replacedAt: string }) =>
    Date.parse(replacedAt) < before.getTime();
  const due = manifest.replaced.filter(isDue);
  if (due.length === 0) return 0;
  for (const { path } of due) await rm(join(tableDir, path), { force: true });
  await syncFolders(due.map(({ path }) => dirname(join(tableDir, path))));
  await writeManifest(tableDir, {
    ...manifest,
    replaced: manifest.replaced.filter(file => !isDue(file)),
  });
  return due.length;
};

const namesIn = async (dir: string): Promise<string[]> => {
  try {
    return await readdir(dir);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
};

/** Removes merged files that a crash left behind before they counted. */
export const removeOrphans = async (tableDir: string): Promise<void> => {
  const manifest = await readManifest(tableDir);
  const known = new Set(
    [...manifest.merged, ...manifest.replaced].map(({ path }) => path),
  );
  for (const day of await lakeDays(tableDir)) {
    for (const name of await namesIn(join(tableDir, `date=${day}`, 'merged'))) {
      const path = `date=${day}/merged/${name}`;
      if (!known.has(path)) await rm(join(tableDir, path), { force: true });
    }
  }
};

const dayOf = (path: string): string =>
  path.slice('date='.length, path.indexOf('/'));

/**
 * Removes the days before `firstDay` (`YYYY-MM-DD`) with all their files.
 * Returns the days that are gone.
 *
 * Merged files leave the manifest before the disk, since readers look for
 * those that it names; replaced ones leave it after, since readers would see
 * them again. A killed run is finished by the next.
 */
export const dropDaysBefore = async (
  tableDir: string,
  firstDay: string,
): Promise<string[]> => {
  const days = (await lakeDays(tableDir)).filter(day => day < firstDay);
  const isKept = ({ path }: { path: string }) => dayOf(path) >= firstDay;
  const before = await readManifest(tableDir);
  const merged = before.merged.filter(isKept);
  if (merged.length < before.merged.length) {
    await writeManifest(tableDir, { ...before, merged });
  }
  for (const day of days) {
    await rm(join(tableDir, `date=${day}`), { recursive: true, force: true });
  }
  const replaced = before.replaced.filter(isKept);
  if (replaced.length < before.replaced.length) {
    await syncPath(tableDir);
    await writeManifest(tableDir, { ...before, merged, replaced });
  }
  return days;
};
