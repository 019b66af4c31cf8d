import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** Given by the test runner; the types of Node stay out of this package. */
declare const __dirname: string;

/** Of the web platform, and of Node. */
declare const CompressionStream: new (format: 'gzip') => {
  readonly readable: unknown;
  readonly writable: unknown;
};
declare const Blob: new (parts: readonly unknown[]) => {
  stream(): { pipeThrough(stream: unknown): unknown };
};
declare const Response: new (body: unknown) => {
  arrayBuffer(): Promise<ArrayBuffer>;
};

const gzipSize = async (bytes: Uint8Array): Promise<number> => {
  const zipped = new Blob([bytes])
    .stream()
    .pipeThrough(new CompressionStream('gzip'));
  return (await new Response(zipped).arrayBuffer()).byteLength;
};

const bundleOf = async (names: string) => {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export { ${names} } from './index';`,
      resolveDir: __dirname,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    write: false,
    metafile: true,
    tsconfigRaw: '{}',
  });
  const [output] = Object.values(metafile.outputs);
  const parts = Object.entries(output?.inputs ?? {})
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([path]) => path.replace(/^.*\/resolver\/src\//, ''));
  return { bytes: outputFiles[0]?.contents ?? new Uint8Array(), parts };
};

describe('what an application loads to resolve', () => {
  it('is at most 12 kB, zipped', async () => {
    const { bytes } = await bundleOf('compileState');
    const size = await gzipSize(bytes);
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThanOrEqual(12_000);
  });

  it('leaves out explanations, case files, and everything of others', async () => {
    const { parts } = await bundleOf('compileState');
    expect(parts).toContain('compile-state.ts');
    const foreign = parts.filter(
      path =>
        /explanation|cases|spec-|semver/.test(path) || path.includes('..'),
    );
    expect(foreign).toEqual([]);
  });
});
