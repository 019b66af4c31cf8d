import { EtudeError } from '@etude/kernel';
import fs from 'node:fs/promises';

/**
 * The parsed content of a JSON file.
 *
 * @throws ETUDE_FILE_UNREADABLE or ETUDE_FILE_NOT_JSON naming the file.
 */
export const readJson = async (file: string): Promise<unknown> => {
  let text: string;
  try {
    text = await fs.readFile(file, 'utf8');
  } catch (cause) {
    throw new EtudeError(
      `${file} could not be read (${cause instanceof Error ? cause.message : String(cause)}). Check the path and its permissions.`,
      { code: 'ETUDE_FILE_UNREADABLE', kind: 'user', cause },
    );
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new EtudeError(
      `${file} is not valid JSON (${cause instanceof Error ? cause.message : String(cause)}). Correct the file.`,
      { code: 'ETUDE_FILE_NOT_JSON', kind: 'user', cause },
    );
  }
};
