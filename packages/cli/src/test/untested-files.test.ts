import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stageResult } from './stage';
import { checkAllFilesRan } from './untested-files';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'etude-untested-'));
  for (const file of [
    'packages/a/src/a.test.ts',
    'plugins/b/src/deep/B.test.tsx',
    'packages/a/node_modules/c/c.test.ts',
    'apps/demo/template/skeleton/src/d.test.ts',
    'packages/a/src/a.ts',
  ]) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), '');
  }
});
afterAll(() => rm(root, { recursive: true, force: true }));

const ran = (...files: string[]) =>
  stageResult({ testFiles: files.map(file => path.join(root, file)) });

describe('checkAllFilesRan', () => {
  it('passes when stages together ran every file of tests', async () => {
    const results = [
      ran('packages/a/src/a.test.ts'),
      ran('plugins/b/src/deep/B.test.tsx'),
    ];
    expect(await checkAllFilesRan(root, results)).toMatchObject({
      passed: 1,
      failed: 0,
    });
  });

  it('fails with the name of a file that no stage ran', async () => {
    const results = [ran('packages/a/src/a.test.ts')];
    expect(await checkAllFilesRan(root, results)).toMatchObject({
      passed: 0,
      failed: 1,
      notes: [expect.stringMatching(/no stage ran .*B\.test\.tsx$/)],
    });
  });

  it('passes nothing where it finds no tests at all', async () => {
    const empty = path.join(root, 'packages/a/src');
    expect(await checkAllFilesRan(empty, [])).toMatchObject({ passed: 0 });
  });
});
