import { hasErrorCode } from '@etude/kernel';
import type { PartitionDay } from '@etude/warehouse';
import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { manifestText, parseManifest } from '../lake-manifest';
import type { LakeManifest } from '../lake-manifest';

/** A day of a lake table with the files whose rows count. */
export type LakeDay = PartitionDay & {
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
};

const DAY_FOLDER = /^date=(\d{4}-\d\d-\d\d)$/;
const DIGITS = 16;

const namesIn = async (directory: string): Promise<string[]> => {
  try {
    return await readdir(directory);
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  }
};

const digestOf = (text: string): bigint =>
  BigInt(
    `0x${createHash('sha256').update(text).digest('hex').slice(0, DIGITS)}`,
  );

/** The sum of digests modulo 2^64, as the writer of the lake makes it. */
const sumOf = (digests: readonly bigint[]): string =>
  BigInt.asUintN(
    64,
    digests.reduce((sum, digest) => sum + digest, 0n),
  )
    .toString(16)
    .padStart(DIGITS, '0');

type Table = { readonly tableDir: string; readonly manifest: LakeManifest };

const sized = async (path: string) => {
  const { size, mtimeMs } = await stat(path);
  return { path, bytes: size, newestMs: Math.ceil(mtimeMs) };
};

const lakeDay = async (
  { tableDir, manifest }: Table,
  day: string,
): Promise<LakeDay | null> => {
  const folder = `date=${day}`;
  const replaced = new Set(manifest.replaced);
  const plain = (await namesIn(join(tableDir, folder)))
    .filter(name => name.endsWith('.parquet'))
    .map(name => `${folder}/${name}`)
    .filter(path => !replaced.has(path))
    .sort();
  const merged = manifest.merged.filter(({ path }) =>
    path.startsWith(`${folder}/`),
  );
  if (plain.length + merged.length === 0) return null;
  const plainFiles = await Promise.all(
    plain.map(path => sized(join(tableDir, path))),
  );
  const mergedFiles = await Promise.all(
    merged.map(({ path }) => sized(join(tableDir, path))),
  );
  const files = [...plainFiles, ...mergedFiles];
  return {
    day,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    fingerprint: sumOf([
      ...plain.map(path => digestOf(basename(path, '.parquet'))),
      ...merged.map(({ digest }) => BigInt(`0x${digest}`)),
    ]),
    newestMs: Math.max(0, ...plainFiles.map(({ newestMs }) => newestMs)),
    files: files.map(({ path, bytes }) => ({ path, bytes })),
  };
};

/**
 * The days of a lake table with rows, in order. The manifest is read before
 * the folders: what is merged meanwhile is still there as it was.
 */
export const lakeDays = async (
  lakeDir: string,
  table: string,
): Promise<LakeDay[]> => {
  const tableDir = join(lakeDir, table);
  const manifest = parseManifest(await manifestText(tableDir), table);
  const days: LakeDay[] = [];
  for (const name of (await namesIn(tableDir)).sort()) {
    const day = DAY_FOLDER.exec(name)?.[1];
    if (day === undefined) continue;
    const found = await lakeDay({ tableDir, manifest }, day);
    if (found !== null) days.push(found);
  }
  return days;
};

/** True when days are as they were. */
export const areSameDays = (
  before: readonly PartitionDay[],
  now: readonly PartitionDay[],
): boolean =>
  before.length === now.length &&
  before.every((one, index) => {
    const other = now[index];
    return (
      one.day === other?.day &&
      one.fingerprint === other.fingerprint &&
      one.newestMs === other.newestMs
    );
  });
