import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a browser fetches, in bytes as gzip sends them. */
export type Weight = {
  readonly name: string;
  readonly bytes: number;
  /** What it consists of, heaviest first. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
};

export type PortalWeights = {
  /** What every page needs: scripts and styles of `index.html`. */
  readonly shell: Weight;
  /** What the first look at a page adds to the shell, heaviest first. */
  readonly pages: readonly Weight[];
};

const SHELL_FILE = /(?:src|href)="\/static\/([^"]+\.(?:js|css))"/g;

// `1234.<hash>.chunk.js` and `1234.1234.<hash>.css`
const CHUNK_FILE = /^(\d+)\.(?:\d+\.)?[0-9a-f]+\.(?:chunk\.js|css)$/;

const BUILT_IMPORT =
  /\{(\w+):\w+\}=await (Promise\.all\(\[[^\]]*\]\)|\w+\.e\("\d+"\))\.then/g;

const CHUNK_ID = /\.e\("(\d+)"\)/g;

const SOURCE_IMPORT = /const \{ (\w+) \} =\s+await import\(/g;

const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap(([, found]) => found ?? []);

/** Names of the components that the sources of a plugin's pages fetch. */
export const pageNames = (source: string): string[] =>
  matches(source, SOURCE_IMPORT);

/** The chunks that a built script fetches for each named component. */
export const fetchedChunks = (
  built: string,
): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...built.matchAll(BUILT_IMPORT)].map(
      ([, name = '', fetches = '']) =>
        [name, matches(fetches, CHUNK_ID)] as const,
    ),
  );

const weigh = async (
  folder: string,
  name: string,
  files: readonly string[],
): Promise<Weight> => {
  const weighed = await Promise.all(
    files.map(async file => ({
      name: file,
      bytes: gzipSync(await readFile(join(folder, file))).length,
    })),
  );
  return {
    name,
    bytes: weighed.reduce((sum, { bytes }) => sum + bytes, 0),
    files: weighed.toSorted((a, b) => b.bytes - a.bytes),
  };
};

/**
 * Weighs a built portal. Throws when a page of the sources is not in the
 * build: then the build is older, or is written in another way than this reads.
 */
export const weighPortal = async (
  dist: string,
  pages: readonly string[],
): Promise<PortalWeights> => {
  const folder = join(dist, 'static');
  const shell = matches(
    await readFile(join(dist, 'index.html'), 'utf8'),
    SHELL_FILE,
  );
  const built = await readdir(folder);
  const lazy = built.filter(
    file => CHUNK_FILE.test(file) && !shell.includes(file),
  );
  const scripts = await Promise.all(
    built
      .filter(file => file.endsWith('.js'))
      .map(async file => readFile(join(folder, file), 'utf8')),
  );
  const fetched = new Map(scripts.flatMap(text => [...fetchedChunks(text)]));
  const weighed = await Promise.all(
    pages.map(page => {
      const chunks = fetched.get(page);
      if (chunks === undefined) {
        throw new Error(
          `The build in ${dist} does not fetch ${page}. Build the portal again: cd apps/portal && yarn build.`,
        );
      }
      const isPart = (file: string) =>
        chunks.includes(CHUNK_FILE.exec(file)?.[1] ?? '');
      return weigh(folder, page, lazy.filter(isPart));
    }),
  );
  return {
    shell: await weigh(folder, 'shell', shell),
    pages: weighed.toSorted((a, b) => b.bytes - a.bytes),
  };
};
