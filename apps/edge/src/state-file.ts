import { readFile } from 'node:fs/promises';
import { writeFileAtomically } from '@etude/events';
import { EtudeError, hasErrorCode } from '@etude/kernel';
import { z } from 'zod';

const storedStateSchema = z.object({
  etag: z.string().nullable(),
  confirmedAtMs: z.number(),
  /** As it came, so that its signature can be checked again. */
  body: z.string(),
  signature: z.string().nullable(),
});

/** The last known state as it lies on the disk. */
export type StoredState = z.infer<typeof storedStateSchema>;

/** Keeps a state for the next start. */
export const writeStoredState = (
  path: string,
  stored: StoredState,
): Promise<void> => writeFileAtomically(path, JSON.stringify(stored));

/**
 * The state kept by an earlier run, or null when there was none.
 *
 * @throws ETUDE_STATE_FILE_UNREADABLE when the file is not one of ours.
 */
export const readStoredState = async (
  path: string,
): Promise<StoredState | null> => {
  try {
    return storedStateSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw new EtudeError(
      `The state file '${path}' cannot be read. Delete it; the edge fetches the state anew from the portal.`,
      {
        code: 'ETUDE_STATE_FILE_UNREADABLE',
        kind: 'operational',
        cause: error,
      },
    );
  }
};
