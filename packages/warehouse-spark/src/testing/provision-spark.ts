import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const SPARK_VERSION = '3.5.6';
const JAVA_VERSIONS = ['17', '21'];
const DOWNLOAD_LIMIT_MS = 300_000;

const NAME = `pyspark-${SPARK_VERSION}`;
const ENGINES = join(__dirname, '../../../../.etude/engines');

/** Where a Spark is unpacked, or why there is none. */
export type ProvisionedSpark =
  { readonly home: string } | { readonly unavailable: string };

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Gets Spark from the Python package that brings its jars (320 MB, once). */
const install = async (home: string): Promise<void> => {
  await mkdir(ENGINES, { recursive: true });
  const draft = await mkdtemp(join(ENGINES, 'draft-'));
  try {
    await run(
      'python3',
      [
        ...['-m', 'pip', 'download', `pyspark==${SPARK_VERSION}`],
        ...['--quiet', '--no-deps', '--no-binary', ':all:', '--dest', draft],
      ],
      { timeout: DOWNLOAD_LIMIT_MS },
    );
    await run('tar', [
      ...['--extract', '--gzip', '--directory', draft],
      ...['--file', join(draft, `${NAME}.tar.gz`)],
      ...['--wildcards', `${NAME}/deps/jars/*`],
    ]);
    await rename(join(draft, NAME, 'deps'), home);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/** The major version of the `java` on the path, or why there is none. */
const javaVersion = async (): Promise<string> => {
  try {
    const { stderr } = await run('java', ['-version']);
    return /version "(\d+)/.exec(stderr)?.[1] ?? stderr;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Finds Spark in the cache, else gets it through pip. */
export const provisionSpark = async (): Promise<ProvisionedSpark> => {
  const version = await javaVersion();
  if (!JAVA_VERSIONS.includes(version)) {
    return {
      unavailable: `Spark ${SPARK_VERSION} needs Java ${JAVA_VERSIONS.join(' or ')}, here it is: ${version}`,
    };
  }
  const home = join(ENGINES, `spark-${SPARK_VERSION}`);
  try {
    if (!(await exists(home))) await install(home);
  } catch (error) {
    return {
      unavailable: `Spark ${SPARK_VERSION} did not install: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
  return { home };
};
