import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '@etude/kernel';
import { writeFileAtomically } from './write-file';

/**
 * Removes the rejected lines of a log that hold a unit as text, wherever in
 * the line, and returns how many. They are no records, so that nothing tells
 * which of their parts is the unit.
 */
export const removeRejectedLines = async (
  logDir: string,
  unit: string,
): Promise<number> => {
  const dir = join(logDir, 'rejected');
  const quoted = JSON.stringify(unit);
  let removed = 0;
  const names = await readdir(dir).catch((error: unknown) => {
    if (hasErrorCode(error, 'ENOENT')) return [];
    throw error;
  });
  for (const name of names.filter(entry => entry.endsWith('.ndjson'))) {
    const path = join(dir, name);
    // Lines are bytes that may be no text at all; latin1 keeps each of them.
    const lines = (await readFile(path, 'latin1')).split('\n');
    const needle = Buffer.from(quoted).toString('latin1');
    const kept = lines.filter(line => !line.includes(needle));
    if (kept.length === lines.length) continue;
    removed += lines.length - kept.length;
    await writeFileAtomically(path, Buffer.from(kept.join('\n'), 'latin1'));
  }
  return removed;
};
