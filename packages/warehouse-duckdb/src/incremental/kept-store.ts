import { hasErrorCode } from '@etude/kernel';
import type { KeptState } from '@etude/warehouse';
import { randomUUID } from 'node:crypto';
import {
  mkdir,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';

/** A kept file: where it lies in its folder, and how large it is. */
export type KeptFile = {
  readonly path: string;
  readonly rows: number;
  readonly bytes: number;
};

/** What the manifest of a kept computation says. */
export type KeptManifest = {
  readonly version: string;
  readonly files: ReadonlyMap<string, KeptFile>;
  readonly content: unknown;
};

const FOLDER = 'state';
const MANIFEST = 'manifest.json';
const ID = /^[A-Za-z0-9-]+$/;
/** Files of an increment that was killed, in a process that is surely gone. */
const ABANDONED_MS = 86_400_000;

/** The folder of what is kept under an id. */
export const keptFolder = (lakeDir: string, id: string): string => {
  if (ID.test(id)) return join(lakeDir, FOLDER, id);
  throw new RangeError(
    `'${id}' cannot name a folder of kept files: use letters, digits and dashes.`,
  );
};

const keptFile = (entry: unknown): (KeptFile & { name: string }) | null => {
  if (typeof entry !== 'object' || entry === null) return null;
  const { name, path, rows, bytes } = {
    name: null,
    path: null,
    rows: null,
    bytes: null,
    ...entry,
  } as Record<string, unknown>;
  return typeof name === 'string' &&
    typeof path === 'string' &&
    typeof rows === 'number' &&
    typeof bytes === 'number'
    ? { name, path, rows, bytes }
    : null;
};

const parsedManifest = (text: string): KeptManifest | null => {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    // What cannot be read is made anew, as if it were not there.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (typeof parsed !== 'object' || parsed === null) return null;
  const { format, version, files, content } = { ...parsed } as Record<
    string,
    unknown
  >;
  if (format !== 1 || typeof version !== 'string' || !Array.isArray(files)) {
    return null;
  }
  const known = files.map((file: unknown) => keptFile(file));
  const all = known.filter(file => file !== null);
  if (all.length < known.length) return null;
  return {
    version,
    content,
    files: new Map(all.map(({ name, ...file }) => [name, file])),
  };
};

/** What is kept in a folder; null where that is nothing of use. */
export const readKept = async (
  folder: string,
): Promise<KeptManifest | null> => {
  try {
    return parsedManifest(await readFile(join(folder, MANIFEST), 'utf8'));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
};

/** What a planner sees of it. */
export const keptState = ({
  version,
  files,
  content,
}: KeptManifest): KeptState => ({
  version,
  content,
  files: Object.fromEntries([...files].map(([name, { rows }]) => [name, rows])),
});

/** The size of a file just written, once it survives a power failure. */
export const syncedBytes = async (path: string): Promise<number> => {
  const file = await open(path, 'r+');
  try {
    await file.sync();
    return (await file.stat()).size;
  } finally {
    await file.close();
  }
};

/**
 * Replaces what is kept in a folder. Killed before, the old files count; after,
 * the new ones do.
 */
export const writeKept = async (
  folder: string,
  { content, files }: Omit<KeptManifest, 'version'>,
): Promise<void> => {
  const draft = join(folder, `${randomUUID()}.json.tmp`);
  const list = [...files].map(([name, file]) => ({ name, ...file }));
  await writeFile(
    draft,
    JSON.stringify({ format: 1, version: randomUUID(), files: list, content }),
    { flush: true },
  );
  await rename(draft, join(folder, MANIFEST));
};

/** Makes the folder, and says that it was used now. */
export const touchKept = async (folder: string, now: Date): Promise<void> => {
  await mkdir(folder, { recursive: true });
  await utimes(folder, now, now);
};

/** Removes files that count no more, and what a killed process left. */
export const removeUnkept = async (
  folder: string,
  options: {
    readonly kept: ReadonlySet<string>;
    readonly replaced: readonly string[];
    readonly now: Date;
  },
): Promise<void> => {
  const gone = options.replaced.filter(path => !options.kept.has(path));
  for (const path of gone) await rm(join(folder, path), { force: true });
  for (const name of await readdir(folder)) {
    if (name === MANIFEST || options.kept.has(name)) continue;
    const { mtimeMs } = await stat(join(folder, name));
    if (options.now.getTime() - mtimeMs > ABANDONED_MS) {
      await rm(join(folder, name), { force: true });
    }
  }
};

/** Forgets all that is kept in a folder. */
export const removeKept = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true });
