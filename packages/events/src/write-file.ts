import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncPath } from './segment-file';

/**
 * Replaces a file as a whole: readers see the old or the new content. Returns
 * once the change survives a power failure.
 */
export const writeFileAtomically = async (
  path: string,
  content: string | Buffer,
): Promise<void> => {
  // Two sinks may keep the same lines of the same segment at once.
  const unfinished = `${path}.${randomUUID()}.tmp`;
  const file = await open(unfinished, 'w');
  try {
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(unfinished, path);
  } catch (error) {
    // On a full disk every try would leave one more.
    await rm(unfinished, { force: true });
    throw error;
  }
  await syncPath(dirname(path));
};
