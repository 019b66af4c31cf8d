import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import type { EntityProviderConnection } from '@backstage/plugin-catalog-node';
import path from 'node:path';
import { FolderProvider } from './folder-provider';

describe('FolderProvider', () => {
  const directory = createMockDirectory();
  const targets: string[][] = [];
  const connection: EntityProviderConnection = {
    async applyMutation(mutation) {
      if (mutation.type !== 'full') throw new Error('expected a full mutation');
      targets.push(
        mutation.entities.map(({ entity }) =>
          String((entity.spec as { target?: string }).target),
        ),
      );
    },
    async refresh() {},
  };
  const provider = new FolderProvider({
    directory: directory.path,
    runner: { run: async ({ fn }) => fn(new AbortController().signal) },
    logger: mockServices.logger.mock(),
  });

  it('follows the folder, and is quiet while nothing changes', async () => {
    directory.setContent({
      'billing-api': { 'catalog-info.yaml': 'kind: Component' },
      'half.partial': { 'catalog-info.yaml': 'kind: Component' },
      notes: { 'README.md': 'not a service' },
    });
    await provider.connect(connection);
    await provider.refresh(connection);
    const billing = path.join(
      directory.path,
      'billing-api',
      'catalog-info.yaml',
    );
    expect(targets).toEqual([[billing]]);

    directory.setContent({});
    await provider.refresh(connection);
    expect(targets).toEqual([[billing], []]);
  });
});
