import fs from 'node:fs/promises';
import path from 'node:path';
import type { StageResult } from './stage';
import { stageResult } from './stage';

const PLACES = '{apps,packages,plugins,bench,calibration,e2e,tooling}';

// A template is not code of this repository, and lists no tests of its own.
const NOT_OURS = ['node_modules', 'dist', 'dist-types', 'template'];

const allTestFiles = async (root: string): Promise<string[]> => {
  const found: string[] = [];
  const files = fs.glob(`${PLACES}/**/*.test.{ts,tsx}`, {
    cwd: root,
    exclude: name => NOT_OURS.includes(path.basename(name)),
  });
  for await (const file of files) found.push(path.join(root, file));
  return found.sort();
};

/** Fails for every test file of the repository in `root` that no stage ran. */
export const checkAllFilesRan = async (
  root: string,
  results: readonly StageResult[],
): Promise<StageResult> => {
  const ran = new Set(results.flatMap(({ testFiles }) => testFiles));
  const all = await allTestFiles(root);
  const missed = all.filter(file => !ran.has(file));
  return stageResult({
    passed: all.length > 0 && missed.length === 0 ? 1 : 0,
    failed: missed.length,
    notes: missed.map(file => `FAILED: no stage ran ${file}`),
  });
};
