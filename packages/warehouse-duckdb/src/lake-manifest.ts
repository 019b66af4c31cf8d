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
  readonly merged: readonly string[];
  readonly replaced: readonly string[];
};

const pathsOf = (list: unknown): string[] | null => {
  if (!Array.isArray(list)) return null;
  const paths = list.map((entry: unknown) =>
    typeof entry === 'object' &&
    entry !== null &&
    'path' in entry &&
    typeof entry.path === 'string'
      ? entry.path
      : null,
  );
  const known = paths.filter(path => path !== null);
  return known.length === paths.length ? known : null;
};

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
    const known = { merged: pathsOf(merged), replaced: pathsOf(replaced) };
    if (format === 1 && known.merged !== null && known.replaced !== null) {
      return { merged: known.merged, replaced: known.replaced };
    }
  }
  throw warehouseError(
    'file',
    `The manifest of the lake's table '${table}' cannot be read. Without it rows would be read twice. Restore its manifest.json, or upgrade if a newer version wrote it.`,
  );
};
