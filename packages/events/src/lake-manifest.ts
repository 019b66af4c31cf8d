import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EtudeError, hasErrorCode } from '@etude/kernel';
import { z } from 'zod';
import { EVENTS_ERROR_CODES } from './errors';
import { writeFileAtomically } from './write-file';

const DAY = String.raw`date=\d{4}-\d\d-\d\d`;
const NAME = String.raw`[A-Za-z0-9][A-Za-z0-9._-]*\.parquet`;

/** A path below a table's folder, such as `date=2026-03-01/merged/a.parquet`. */
const pathSchema = z.string().regex(new RegExp(`^${DAY}/(merged/)?${NAME}$`));

const mergedFileSchema = z.object({
  path: pathSchema,
  /** Of the segments whose rows it holds, see {@link addDigests}. */
  digest: z.string().regex(/^[0-9a-f]{16}$/),
});

const replacedFileSchema = z.object({
  path: pathSchema,
  replacedAt: z.iso.datetime(),
});

const manifestSchema = z.object({
  format: z.literal(1),
  merged: z.array(mergedFileSchema).readonly(),
  replaced: z.array(replacedFileSchema).readonly(),
});

/** A file that stands for others, which it replaced. */
export type MergedFile = Readonly<z.infer<typeof mergedFileSchema>>;

/**
 * What a table's folders alone do not tell: files in `merged/` that count, and
 * files beside it that count no more and wait for their removal. It is
 * replaced as a whole, so that readers see all of a change or nothing of it.
 */
export type LakeManifest = Readonly<z.infer<typeof manifestSchema>>;

const EMPTY: LakeManifest = { format: 1, merged: [], replaced: [] };

const manifestPath = (tableDir: string): string =>
  join(tableDir, 'manifest.json');

const unreadable = (path: string, cause: unknown): EtudeError =>
  new EtudeError(
    `The manifest '${path}' cannot be read: ${cause instanceof Error ? cause.message : String(cause)}. Without it rows would be read twice. Restore it from a backup of the lake.`,
    {
      code: EVENTS_ERROR_CODES.manifestUnreadable,
      kind: 'operational',
      details: { path },
      cause,
    },
  );

/**
 * The manifest of a table's folder; empty where nothing was ever replaced.
 *
 * @throws ETUDE_LAKE_MANIFEST_UNREADABLE
 */
export const readManifest = async (tableDir: string): Promise<LakeManifest> => {
  const path = manifestPath(tableDir);
  try {
    return manifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return EMPTY;
    throw unreadable(path, error);
  }
};

/** Replaces the manifest; returns once the change survives a power failure. */
export const writeManifest = (
  tableDir: string,
  manifest: LakeManifest,
): Promise<void> =>
  writeFileAtomically(manifestPath(tableDir), `${JSON.stringify(manifest)}\n`);

const BITS = 64;

/** 64 bits of SHA-256, in hexadecimal. */
export const digestOf = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .slice(0, BITS / 4);

/** Digests of a set, together: their sum modulo 2^64, whatever the order. */
export const addDigests = (digests: readonly string[]): string => {
  const sum = digests.reduce(
    (total, digest) => total + BigInt(`0x${digest}`),
    0n,
  );
  return BigInt.asUintN(BITS, sum)
    .toString(16)
    .padStart(BITS / 4, '0');
};
