import type {
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { locationSpecToLocationEntity } from '@backstage/plugin-catalog-node';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import fs from 'node:fs/promises';
import path from 'node:path';

export type FolderProviderOptions = {
  readonly directory: string;
  readonly runner: SchedulerServiceTaskRunner;
  readonly logger: LoggerService;
};

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

const catalogFiles = async (directory: string): Promise<string[]> => {
  let entries;
  try {
    entries = await fs.readdir(directory, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
  const files = entries
    .filter(entry => entry.isDirectory() && !entry.name.endsWith('.partial'))
    .map(entry => path.join(directory, entry.name, 'catalog-info.yaml'));
  const found = await Promise.all(
    files.map(file =>
      fs.access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  return files.filter((_file, index) => found[index]).sort();
};

/**
 * Keeps every `<directory>/<service>/catalog-info.yaml` in the catalog, so
 * that a service is there seconds after its template has run.
 */
export class FolderProvider implements EntityProvider {
  readonly #options: FolderProviderOptions;
  #known = '';

  constructor(options: FolderProviderOptions) {
    this.#options = options;
  }

  getProviderName(): string {
    return 'etude-folder';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    await this.#options.runner.run({
      id: 'etude-folder-refresh',
      fn: () => this.refresh(connection),
    });
  }

  /** Tells the catalog about the folder as it is now, if it changed. */
  async refresh(connection: EntityProviderConnection): Promise<void> {
    const files = await catalogFiles(this.#options.directory);
    const known = files.join('\n');
    if (known === this.#known) return;
    await connection.applyMutation({
      type: 'full',
      entities: files.map(file => ({
        locationKey: this.getProviderName(),
        entity: locationSpecToLocationEntity({
          location: { type: 'file', target: file },
        }),
      })),
    });
    this.#known = known;
    this.#options.logger.info(`${files.length} services in the folder`);
  }
}
