import { constants } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

const { O_APPEND, O_CREAT, O_DSYNC, O_WRONLY } = constants;

/** What one write of an edge's log holds when requests come one by one. */
const BYTES = Buffer.alloc(4096, 'x');
const MS = 2_000;

/**
 * How long appending 4 kB takes until it is on the disk, as a note: what an
 * answer waits for at least, on a disk that others may use as well.
 */
export const diskNote = async (folder: string): Promise<string> => {
  const path = join(folder, 'disk-latency');
  const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_DSYNC);
  const latencies: number[] = [];
  try {
    const end = performance.now() + MS;
    while (performance.now() < end) {
      const startedAt = performance.now();
      await file.write(BYTES);
      latencies.push(performance.now() - startedAt);
    }
  } finally {
    await file.close();
    await rm(path, { force: true });
  }
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) =>
    (sorted[Math.floor(sorted.length * share)] ?? NaN).toFixed(1);
  return `the disk alone, 4 kB appended and synced: median ${at(0.5)} ms, 99th percentile ${at(0.99)} ms`;
};
