import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findJava } from './find-java';

const run = promisify(execFile);

/** The last release whose server is in the Maven repository. */
export const TRINO_VERSION = '476';
const JAVA_NEEDED = 24;
const DOWNLOAD_LIMIT_MS = 240_000;

const NAME = `trino-server-${TRINO_VERSION}`;
const ENGINES = join(__dirname, '../../../../.etude/engines');
const ARCHIVE = join(
  homedir(),
  '.m2/repository/io/trino/trino-server',
  TRINO_VERSION,
  `${NAME}.tar.gz`,
);

/** Where a Trino is unpacked and which Java runs it, or why there is none. */
export type ProvisionedTrino =
  | { readonly home: string; readonly java: string }
  | { readonly unavailable: string };

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

const download = () =>
  run(
    'mvn',
    [
      '--quiet',
      '--batch-mode',
      'dependency:get',
      `-Dartifact=io.trino:trino-server:${TRINO_VERSION}:tar.gz`,
      '-Dtransitive=false',
    ],
    { timeout: DOWNLOAD_LIMIT_MS },
  );

/** Unpacks the server and its memory connector: 90 MB of 1.9 GB. */
const unpack = async (home: string): Promise<void> => {
  await mkdir(ENGINES, { recursive: true });
  const draft = await mkdtemp(join(ENGINES, 'draft-'));
  try {
    await run('tar', [
      ...['--extract', '--gzip', '--file', ARCHIVE, '--directory', draft],
      ...['--wildcards', `${NAME}/lib/*`, `${NAME}/plugin/memory/*`],
    ]);
    await rename(join(draft, NAME), home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/**
 * Finds Trino in the cache, else in the local Maven repository, else gets it
 * through Maven (820 MB, once).
 */
export const provisionTrino = async (): Promise<ProvisionedTrino> => {
  const java = await findJava(JAVA_NEEDED);
  if (java === null) {
    return {
      unavailable: `Trino ${TRINO_VERSION} needs Java ${JAVA_NEEDED} or later.`,
    };
  }
  const home = join(ENGINES, NAME);
  try {
    if (!(await exists(home))) {
      if (!(await exists(ARCHIVE))) await download();
      await unpack(home);
    }
  } catch (error) {
    return {
      unavailable: `Trino ${TRINO_VERSION} did not install: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  return { home, java };
};
