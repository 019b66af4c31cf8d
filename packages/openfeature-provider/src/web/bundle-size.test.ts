import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

const MAX_GZIP_BYTES = 8_000;

describe('the web provider in a page', () => {
  it('adds at most 8 kB to what a browser downloads', async () => {
    const { outputFiles } = await build({
      entryPoints: [`${__dirname}/index.ts`],
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      external: ['@openfeature/*'],
      write: false,
    });
    const [bundle] = outputFiles;
    if (!bundle) throw new Error('esbuild wrote no bundle.');
    expect(gzipSync(bundle.contents, { level: 9 }).length).toBeLessThan(
      MAX_GZIP_BYTES,
    );
  });
});
