import { randomUUID } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
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
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  await syncPath(dirname(path));
};
