import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const MAX_BYTES = 1024 * 1024;
/** Binary files have a zero byte early; git looks as far as this, too. */
const SNIFFED_BYTES = 8000;
const LISTING_MAX_BYTES = 256 * 1024 * 1024;

/** Folders that hold what tools made, where there is no git to ask. */
const MADE_FOLDERS = new Set([
  '.git',
  'build',
  'coverage',
  'dist',
  'node_modules',
  'target',
  'vendor',
]);

/** What a git command prints, or undefined where there is no repository. */
export const gitOutput = async (
  folder: string,
  args: readonly string[],
): Promise<string | undefined> => {
  try {
    const { stdout } = await run('git', ['-C', folder, ...args], {
      maxBuffer: LISTING_MAX_BYTES,
    });
    return stdout;
  } catch {
    // Without git, or outside of a repository, callers have another way.
    return undefined;
  }
};

const walk = async (folder: string): Promise<string[]> => {
  const entries = await fs.readdir(folder, {
    withFileTypes: true,
    recursive: true,
  });
  return entries
    .filter(entry => entry.isFile())
    .map(entry =>
      path.relative(folder, path.join(entry.parentPath, entry.name)),
    )
    .filter(file => !file.split(path.sep).some(part => MADE_FOLDERS.has(part)));
};

const listFiles = async (folder: string): Promise<string[]> => {
  const listed = await gitOutput(folder, [
    'ls-files',
    '-z',
    '--cached',
    '--others',
    '--exclude-standard',
  ]);
  if (listed === undefined) return walk(folder);
  return listed.split('\0').filter(file => file !== '');
};

const readText = async (file: string): Promise<string | undefined> => {
  // Of a link only the place it leads to counts; a deleted file is still listed.
  const stats = await fs.lstat(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    throw error;
  });
  if (!stats?.isFile() || stats.size > MAX_BYTES) return undefined;
  const bytes = await fs.readFile(file);
  return bytes.subarray(0, SNIFFED_BYTES).includes(0)
    ? undefined
    : bytes.toString('utf8');
};

/**
 * The text files of a folder, in order of their paths: what git knows or does
 * not ignore, or everything but what tools make. Files over 1 MiB are left out.
 */
export async function* textFiles(
  folder: string,
): AsyncGenerator<{ path: string; text: string }> {
  for (const file of (await listFiles(folder)).sort()) {
    const text = await readText(path.join(folder, file));
    if (text === undefined) continue;
    yield { path: file.split(path.sep).join('/'), text };
  }
}
