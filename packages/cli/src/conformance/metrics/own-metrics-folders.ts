import fs from 'node:fs/promises';
import path from 'node:path';
import { repositoryRoot } from '../../repository';

const folder = path.join(repositoryRoot, 'specs/metrics');

/** The folders of this repository's own metric cases, by name. */
export const ownMetricsFolders = async (): Promise<readonly string[]> =>
  (await fs.readdir(folder, { withFileTypes: true }))
    .filter(entry => entry.isDirectory())
    .map(entry => path.join(folder, entry.name))
    .sort();
