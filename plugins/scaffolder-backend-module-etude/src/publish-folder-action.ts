import { createTemplateAction } from '@backstage/plugin-scaffolder-node';
import { EtudeError, isResourceId } from '@etude/kernel';
import fs from 'fs-extra';
import path from 'node:path';

const targetOf = (directory: string, name: string): string => {
  if (!isResourceId(name)) {
    throw new EtudeError(
      `'${name}' cannot be the folder of a service. Use 4 to 63 lower-case letters, digits and dashes.`,
      { code: 'ETUDE_SCAFFOLD_NAME', kind: 'user', details: { name } },
    );
  }
  return path.join(directory, name);
};

/**
 * The scaffolder action `etude:publish:folder`: puts what was generated into a
 * folder of the portal's machine, for organisations (and laptops) where no git
 * host is connected. It never overwrites.
 */
export const publishFolderAction = (directory: string) =>
  createTemplateAction({
    id: 'etude:publish:folder',
    description: 'Publishes the workspace to a folder of this portal',
    schema: {
      input: {
        name: z => z.string().describe('Name of the folder and of the service'),
      },
      output: {
        folder: z => z.string().describe('Where the service now lives'),
      },
    },
    async handler(context) {
      const target = targetOf(directory, context.input.name);
      if (await fs.pathExists(target)) {
        throw new EtudeError(
          `There is already a service in ${target}. Choose another name.`,
          { code: 'ETUDE_SCAFFOLD_CONFLICT', kind: 'user' },
        );
      }
      const partial = `${target}.partial`;
      await fs.remove(partial);
      await fs.copy(context.workspacePath, partial);
      await fs.rename(partial, target);
      context.logger.info(`Published to ${target}`);
      context.output('folder', target);
    },
  });
