import { describe, expect, it } from 'vitest';
import { MemoryWatch } from './memory-watch';
import { seededRandom } from './seeded-random';

const MB = 1_000_000;
const SECONDS = 600;

/** A heap that fills and is collected, and keeps `keptPerSecond`. */
const watched = (keptPerSecond: number) => {
  const watch = new MemoryWatch();
  const { next } = seededRandom(1);
  for (let second = 0; second < SECONDS; second += 1) {
    const garbage = (second % 9) * 4 * MB + next() * MB;
    const heap = 40 * MB + second * keptPerSecond + garbage;
    watch.add(
      'e1.1',
      `process_resident_memory_bytes ${200 * MB}\nnodejs_heap_size_used_bytes ${heap}\nnodejs_external_memory_bytes ${5 * MB}\n`,
      second * 1_000,
    );
  }
  return watch.growth('e1.1').find(({ gauge }) => gauge === 'heap');
};

describe('MemoryWatch', () => {
  it('is not misled by what a collection takes away', () => {
    expect(Math.abs(watched(0)?.growthMb ?? NaN)).toBeLessThan(0.5);
  });

  it('sees what is kept: 50 kB a second are 15 MB in five minutes', () => {
    const growth = watched(50_000);
    expect(growth?.growthMb).toBeGreaterThan(14);
    expect(growth?.growthMb).toBeLessThan(16);
    expect(growth?.growthMb).toBeGreaterThan(growth?.allowedMb ?? Infinity);
  });
});
