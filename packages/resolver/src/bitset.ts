import type { BucketRange } from '@etude/flags';

/**
 * The population that a bitset of a Confidence state stands for, once it is
 * unzipped: bit i is bit i mod 8, from the lowest, of byte i div 8.
 */
export const rangesOfBitset = (bytes: Uint8Array): BucketRange[] => {
  const ranges: BucketRange[] = [];
  let start: number | null = null;
  const bits = bytes.length * 8;
  for (let bit = 0; bit <= bits; bit++) {
    const isSet = (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
    if (isSet) start ??= bit;
    else if (start !== null) {
      ranges.push([start, bit]);
      start = null;
    }
  }
  return ranges;
};
