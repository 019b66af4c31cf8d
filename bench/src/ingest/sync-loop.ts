import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROUNDS, costOf, medianRound } from '../measure';
import type { Cost } from '../measure';

const ROUND_MS = 700;

/**
 * The median cost of appending `bytes`, which hold `count` records, and
 * syncing them to the disk, again and again.
 */
export const syncLoop = async (
  folder: string,
  bytes: Buffer,
  count: number,
): Promise<Cost> => {
  const path = join(folder, 'sync-loop.ndjson');
  const file = await open(path, 'w');
  try {
    const rounds: Cost[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(
        await costOf(async () => {
          const end = performance.now() + ROUND_MS;
          let written = 0;
          while (performance.now() < end) {
            await file.write(bytes);
            await file.datasync();
            written += count;
          }
          return written;
        }),
      );
    }
    return medianRound(rounds);
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
};
