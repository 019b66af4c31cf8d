import { gzipSync } from 'node:zlib';
import type { StateSegment } from '@etude/flags';
import type { JsonBody } from '../../parse-json-body';

const POPULATION_BUCKETS = 1_000_000;

/** Population buckets as bits, the first in the lowest bit of the first byte. */
const populationBits = (
  ranges: readonly (readonly [number, number])[],
): Uint8Array => {
  const bits = new Uint8Array(POPULATION_BUCKETS / 8);
  for (const [lower, upper] of ranges) {
    for (let bucket = lower; bucket < upper; bucket += 1) {
      const byte = bucket >> 3;
      bits[byte] = (bits[byte] ?? 0) | (1 << (bucket & 7));
    }
  }
  return bits;
};

/** A segment's population as a `PackedBitset`. */
export const populationMessage = ({
  name,
  population,
}: StateSegment): JsonBody =>
  population === 'ALL'
    ? { segment: name, fullBitset: true }
    : { segment: name, gzippedBitset: gzipSync(populationBits(population)) };
