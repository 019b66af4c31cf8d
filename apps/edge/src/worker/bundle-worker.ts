import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { EtudeError } from '@etude/kernel';

/**
 * Writes `worker.js`, one file for any Worker runtime, and the configuration
 * of workerd beside it.
 *
 * @throws ETUDE_WORKER_NEEDS_NODE when something in it imports node.
 */
export const bundleWorker = async (outputDir: string): Promise<void> => {
  const { metafile } = await build({
    entryPoints: [join(__dirname, 'worker.ts')],
    outfile: join(outputDir, 'worker.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    conditions: ['worker', 'browser'],
    // What only unused code imports goes with that code.
    external: ['node:*'],
    metafile: true,
  });
  const left = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.map(({ path }) => path),
  );
  if (left.length > 0) {
    throw new EtudeError(
      `The Worker would import ${left.join(', ')}, which Worker runtimes lack. Keep node out of the OFREP path.`,
      { code: 'ETUDE_WORKER_NEEDS_NODE', kind: 'bug' },
    );
  }
  await copyFile(
    join(__dirname, 'worker.capnp'),
    join(outputDir, 'worker.capnp'),
  );
};
