import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { hasErrorCode } from '@etude/kernel';
import { addDigests, digestOf, readManifest } from './lake-manifest';
import type { LakeManifest } from './lake-manifest';

/** A file of a lake table whose rows count. */
export type LakeFile = {
  /** Below the table's folder. */
  readonly path: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Tells what rows it holds: equal digests, equal rows. */
  readonly digest: string;
  readonly isMerged: boolean;
};

const DAY_FOLDER = /^date=(\d{4}-\d\d-\d\d)$/;

const namesIn = async (dir: string): Promise<string[]> => {
  try {
    return (await readdir(dir)).sort();
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
};

/** The days for which a table has a folder, in order. */
export const lakeDays = async (tableDir: string): Promise<string[]> =>
  (await namesIn(tableDir)).flatMap(name => DAY_FOLDER.exec(name)?.[1] ?? []);

/** The files of one day whose rows count, each row in one of them. */
export const lakeFilesOfDay = async (
  tableDir: string,
  day: string,
  manifest: LakeManifest,
): Promise<LakeFile[]> => {
  const folder = `date=${day}`;
  const replaced = new Set(manifest.replaced.map(({ path }) => path));
  const plain = (await namesIn(join(tableDir, folder)))
    .filter(name => name.endsWith('.parquet'))
    .map(name => `${folder}/${name}`)
    .filter(path => !replaced.has(path))
    .map(path => ({
      path,
      day,
      digest: digestOf(basename(path, '.parquet')),
      isMerged: false,
    }));
  const merged = manifest.merged
    .filter(({ path }) => path.startsWith(`${folder}/`))
    .map(({ path, digest }) => ({ path, day, digest, isMerged: true }));
  return [...plain, ...merged];
};

/** Size of a file of a table in bytes. */
export const lakeFileBytes = async (
  tableDir: string,
  { path }: LakeFile,
): Promise<number> => (await stat(join(tableDir, path))).size;

/** What the rows of one day are, for whoever keeps something made of them. */
export type PartitionFingerprint = {
  /** `YYYY-MM-DD` */
  readonly day: string;
  /** Changes when rows come or go, and not when files are merged. */
  readonly fingerprint: string;
};

/**
 * The fingerprints of a table's days, in order. A day whose fingerprint is
 * another than it was has late, corrected or erased rows and must be read
 * again; the others need not.
 */
export const partitionFingerprints = async (
  lakeDir: string,
  table: string,
): Promise<PartitionFingerprint[]> => {
  const tableDir = join(lakeDir, table);
  const manifest = await readManifest(tableDir);
  const found: PartitionFingerprint[] = [];
  for (const day of await lakeDays(tableDir)) {
    const files = await lakeFilesOfDay(tableDir, day, manifest);
    if (files.length === 0) continue;
    const fingerprint = addDigests(files.map(({ digest }) => digest));
    found.push({ day, fingerprint });
  }
  return found;
};
