import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

const JVM_FOLDER = '/usr/lib/jvm';

/** The major version that `java -version` tells, or null without a Java. */
const majorOf = (java: string): Promise<number | null> =>
  new Promise(resolve => {
    execFile(java, ['-version'], (_error, _stdout, stderr) => {
      const found = /version "(\d+)/.exec(stderr);
      resolve(found === null ? null : Number(found[1]));
    });
  });

/** The installed `java` of the lowest version from `major` on, or null. */
export const findJava = async (major: number): Promise<string | null> => {
  const installed = await readdir(JVM_FOLDER, { withFileTypes: true }).catch(
    () => [],
  );
  const candidates = [
    'java',
    ...installed
      .filter(entry => entry.isDirectory())
      .map(entry => join(JVM_FOLDER, entry.name, 'bin', 'java')),
  ];
  const versions = await Promise.all(
    candidates.map(async java => ({ java, major: await majorOf(java) })),
  );
  const fit = versions
    .flatMap(each => (each.major === null ? [] : [{ ...each, at: each.major }]))
    .filter(each => each.at >= major)
    .sort((a, b) => a.at - b.at);
  return fit[0]?.java ?? null;
};
