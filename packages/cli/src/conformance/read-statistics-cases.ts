import fs from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../repository';
import { readJson } from './read-json';

/** The folder of this repository's own statistics cases. */
export const ownStatisticsCases = path.join(
  repositoryRoot,
  'specs/statistics/cases',
);

const filesOf = async (location: string): Promise<readonly string[]> => {
  const stat = await fs.stat(location).catch(() => undefined);
  // What is not there is named by the reader of the file.
  if (!stat?.isDirectory()) return [location];
  const names = await fs.readdir(location);
  return names
    .filter(name => name.endsWith('.json'))
    .sort()
    .map(name => path.join(location, name));
};

/**
 * The statistics cases of one file, or of every `.json` file of one folder in
 * the order of their names, as `runStatisticsCases` takes them.
 *
 * @throws as {@link readJson}, naming the file.
 */
export const readStatisticsCases = async (
  location: string,
): Promise<readonly unknown[]> => {
  const contents = await Promise.all((await filesOf(location)).map(readJson));
  return contents.flat();
};
