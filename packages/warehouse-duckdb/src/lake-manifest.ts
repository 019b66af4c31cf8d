import { hasErrorCode } from '@etude/kernel';
import { warehouseError } from '@etude/warehouse';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What the folders of a lake table do not tell (`manifest.json` beside them):
 * files elsewhere whose rows count, and files in them whose rows do not.
 * Paths are below the table's folder.
 */
export type LakeManifest = {
  readonly merged: readonly {
    readonly path: string;
    /** Of the rows that it holds, 16 hexadecimal digits. */
    readonly digest: string;
  }[];
  readonly replaced: readonly string[];
};

const DIGEST = /^[0-9a-f]{16}$/;

const textIn = (entry: unknown, key: 'path' | 'digest'): string | null => {
  if (typeof entry !== 'object' || entry === null) return null;
  const value: unknown = { path: null, digest: null, ...entry }[key];
  return typeof value === 'string' ? value : null;
};

const allOf = <T>(
  list: unknown,
  read: (entry: unknown) => T | null,
): T[] | null => {
  if (!Array.isArray(list)) return null;
  const entries = list.map((entry: unknown) => read(entry));
  const known = entries.filter(entry => entry !== null);
  return known.length === entries.length ? known : null;
};

const mergedOf = (list: unknown) =>
  allOf(list, entry => {
    const [path, digest] = [textIn(entry, 'path'), textIn(entry, 'digest')];
    return path === null || !DIGEST.test(digest ?? '')
      ? null
      : { path, digest: digest ?? '' };
  });

/** The text of a table's manifest; null where there is none. */
export const manifestText = async (
  tableDir: string,
): Promise<string | null> => {
  try {
    return await readFile(join(tableDir, 'manifest.json'), 'utf8');
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
};

/**
 * The manifest in a text of {@link manifestText}.
 *
 * @throws ETUDE_WAREHOUSE_FILE: without it rows would be read twice.
 */
export const parseManifest = (
  text: string | null,
  table: string,
): LakeManifest => {
  if (text === null) return { merged: [], replaced: [] };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = null;
  }
  if (typeof parsed === 'object' && parsed !== null) {
    const { format, merged, replaced } = { ...parsed } as Record<
      string,
      unknown
    >;
    const known = {
      merged: mergedOf(merged),
      replaced: allOf(replaced, entry => textIn(entry, 'path')),
    };
    if (format === 1 && known.merged !== null && known.replaced !== null) {
      return { merged: known.merged, replaced: known.replaced };
    }
  }
  throw warehouseError(
    'file',
    `The manifest of the lake's table '${table}' cannot be read. Without it rows would be read twice. Restore its manifest.json, or upgrade if a newer version wrote it.`,
  );
};
