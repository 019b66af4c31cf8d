import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode } from '@etude/kernel';
import { z } from 'zod';
import { sinkStatusSchema } from './sink-status-schema';

const statusSchema = z.object({
  lastPassAt: z.iso.datetime(),
  sinks: z.array(sinkStatusSchema),
});

/** What the edge needs to know of its compactor. */
export type CompactorReport = Readonly<z.infer<typeof statusSchema>>;

/** Where the compactor of an edge tells how it fares. */
export const compactorStatusFile = (edgeDir: string): string =>
  join(edgeDir, 'compactor.json');

/** What the compactor told last; null when none has run for this edge. */
export const readCompactorReport = async (
  edgeDir: string,
): Promise<CompactorReport | null> => {
  try {
    const text = await readFile(compactorStatusFile(edgeDir), 'utf8');
    return statusSchema.parse(JSON.parse(text));
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return null;
    throw error;
  }
};
