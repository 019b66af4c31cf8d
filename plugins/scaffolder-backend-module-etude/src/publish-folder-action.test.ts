import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { publishFolderAction } from './publish-folder-action';

describe('etude:publish:folder', () => {
  const directory = createMockDirectory();
  const workspace = createMockDirectory({
    content: { 'README.md': '# billing-api' },
  });
  const action = publishFolderAction(directory.path);

  const publish = (name: string) =>
    action.handler(
      createMockActionContext({
        input: { name },
        workspacePath: workspace.path,
        logger: mockServices.logger.mock(),
      }),
    );

  it('publishes once and never overwrites', async () => {
    await publish('billing-api');
    expect(directory.content()).toEqual({
      'billing-api': { 'README.md': '# billing-api' },
    });
    await expect(publish('billing-api')).rejects.toMatchObject({
      code: 'ETUDE_SCAFFOLD_CONFLICT',
    });
  });

  it.each(['../outside', 'a', 'Upper-Case', '.hidden'])(
    'refuses the name %p',
    async name => {
      await expect(publish(name)).rejects.toMatchObject({
        code: 'ETUDE_SCAFFOLD_NAME',
      });
    },
  );
});
