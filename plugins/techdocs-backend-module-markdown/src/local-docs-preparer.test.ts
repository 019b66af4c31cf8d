import { createMockDirectory } from '@backstage/backend-test-utils';
import { LocalDocsPreparer } from './local-docs-preparer';

describe('LocalDocsPreparer', () => {
  const docs = createMockDirectory();
  const entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'shop' },
  };
  const preparerOf = (etag: string) =>
    new LocalDocsPreparer({
      shouldCleanPreparedDirectory: () => false,
      prepare: async () => ({ preparedDir: docs.path, etag }),
    });

  it('builds changed documents and leaves unchanged ones alone', async () => {
    docs.setContent({ docs: { 'index.md': '# Shop' } });
    const { etag } = await preparerOf('').prepare(entity);
    await expect(
      preparerOf('').prepare(entity, { etag }),
    ).rejects.toMatchObject({ name: 'NotModifiedError' });

    docs.setContent({ docs: { 'index.md': '# The shop' } });
    const changed = await preparerOf('').prepare(entity, { etag });
    expect(changed.etag).not.toBe(etag);
  });

  it('keeps the tag of remote documents', async () => {
    const prepared = await preparerOf('commit').prepare(entity);
    expect(prepared.etag).toBe('commit');
  });
});
