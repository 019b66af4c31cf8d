import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for the files of a test. */
export const temporaryFolder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'etude-analyze-'));
  return {
    path,
    write: async (name: string, content: string | Uint8Array) => {
      const file = join(path, name);
      await writeFile(file, content);
      return file;
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
};
