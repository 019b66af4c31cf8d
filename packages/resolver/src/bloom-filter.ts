import type { StateBloomFilter } from '@etude/flags';
import { decodeBase64 } from './base64';
import { hashPrefix, keyHash } from './hash/key-hash';

const word = (high: number, low: number): bigint =>
  (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);

/**
 * Membership in a Guava bloom filter of strategy MURMUR128_MITZ_64: false is
 * certain, true is probable. Probe i is `(h1 + i·h2)` without its sign bit,
 * modulo the bit count; bit 0 is the lowest of the first big-endian word.
 */
export const compileBloomFilter = (
  filter: StateBloomFilter,
): ((unit: string) => boolean) => {
  const bytes = decodeBase64(filter.data);
  const prefix = hashPrefix('');
  const bitCount = BigInt(filter.bitCount);
  const isSet = (bit: number): boolean => {
    const byteInWord = 7 - ((bit >> 3) & 7);
    const byte = bytes[((bit >> 6) << 3) + byteInWord] ?? 0;
    return ((byte >> (bit & 7)) & 1) === 1;
  };
  return unit => {
    const [h1High = 0, h1Low = 0, h2High = 0, h2Low = 0] = keyHash(
      prefix,
      unit,
    );
    const step = word(h2High, h2Low);
    let combined = word(h1High, h1Low);
    for (let probe = 0; probe < filter.hashFunctionCount; probe++) {
      const positive = BigInt.asUintN(63, combined);
      if (!isSet(Number(positive % bitCount))) return false;
      combined = BigInt.asUintN(64, combined + step);
    }
    return true;
  };
};
