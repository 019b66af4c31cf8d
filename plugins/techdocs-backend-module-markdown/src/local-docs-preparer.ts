import type {
  PreparerBase,
  PreparerOptions,
  PreparerResponse,
} from '@backstage/plugin-techdocs-node';
import fs from 'fs-extra';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { pageStyle } from './page-style';
import { readSite } from './site';

type Entity = Parameters<PreparerBase['prepare']>[0];

/** TechDocs knows by this name that what is published is still right. */
const notModified = (directory: string): Error =>
  Object.assign(new Error(`The documents in ${directory} are unchanged.`), {
    name: 'NotModifiedError',
  });

const fingerprintOf = async (directory: string): Promise<string> => {
  const site = await readSite(directory, '');
  const hash = createHash('sha256').update(pageStyle.file);
  hash.update(JSON.stringify([site.name, site.description, site.nav]));
  for (const { file, markdown } of site.pages) {
    hash.update(JSON.stringify([file, markdown]));
  }
  for (const asset of site.assets) {
    const { mtimeMs, size } = await fs.stat(path.join(site.docsDir, asset));
    hash.update(JSON.stringify([asset, mtimeMs, size]));
  }
  return hash.digest('hex');
};

/**
 * Prepares documents of a folder on this machine, and says when they are
 * unchanged: without that, TechDocs builds them anew on every visit and asks
 * the reader to refresh.
 */
export class LocalDocsPreparer implements PreparerBase {
  readonly #directories: PreparerBase;

  constructor(directories: PreparerBase) {
    this.#directories = directories;
  }

  /** Never: the folder is the source itself. */
  shouldCleanPreparedDirectory(): boolean {
    return false;
  }

  /**
   * The folder with the fingerprint of its documents.
   *
   * @throws NotModifiedError when the published ones have that fingerprint.
   */
  async prepare(
    entity: Entity,
    options?: PreparerOptions,
  ): Promise<PreparerResponse> {
    const prepared = await this.#directories.prepare(entity, options);
    if (prepared.etag !== '') return prepared;
    const etag = await fingerprintOf(prepared.preparedDir);
    if (options?.etag === etag) throw notModified(prepared.preparedDir);
    return { ...prepared, etag };
  }
}
