import { bucketOfHash, finishHash, mixBlocks, newHashState } from './murmur3';
import type { HashState } from './murmur3';
import { MAX_BYTES_PER_UNIT, writeUtf8 } from './utf8';

/** Room for the longest unit; hashers that are never used have none. */
const SCRATCH_BYTES = 384;

/** Hashes keys that share a prefix. */
export type KeyHasher = {
  /** Bucket in `[0, count)` of the key prefix + unit. */
  readonly bucket: (unit: string, count: number) => number;
  /**
   * The finished hash of prefix + unit: h1 and h2 as (high, low) int32 pairs.
   * Overwritten by the next call.
   */
  readonly hash: (unit: string) => HashState;
};

/**
 * A hasher for keys that begin with `prefix`. Whole blocks of the prefix are
 * mixed once, here. Not reentrant: all state is scratch of this hasher.
 */
export const createKeyHasher = (prefix: string): KeyHasher => {
  const prefixBytes = new Uint8Array(prefix.length * MAX_BYTES_PER_UNIT + 16);
  const prefixLength = writeUtf8(prefixBytes, prefix, 0);
  const wholeBlocks = prefixLength >> 4;
  const start = newHashState();
  mixBlocks(start, new DataView(prefixBytes.buffer), {
    offset: 0,
    blocks: wholeBlocks,
  });
  const rest = prefixBytes.subarray(wholeBlocks * 16, prefixLength);
  const state = newHashState();
  let bytes = new Uint8Array(0);
  let view = new DataView(bytes.buffer);

  const reserve = (size: number): void => {
    bytes = new Uint8Array(size);
    bytes.set(rest);
    view = new DataView(bytes.buffer);
  };

  const hash = (unit: string): HashState => {
    const room = rest.length + unit.length * MAX_BYTES_PER_UNIT + 16;
    if (room > bytes.length) reserve(Math.max(room, SCRATCH_BYTES));
    const end = writeUtf8(bytes, unit, rest.length);
    const tail = end & ~15;
    // The tail is read as 16 bytes, so zeros must follow it.
    for (let at = end; at < tail + 16; at++) bytes[at] = 0;
    state[0] = start[0] ?? 0;
    state[1] = start[1] ?? 0;
    state[2] = start[2] ?? 0;
    state[3] = start[3] ?? 0;
    mixBlocks(state, view, { offset: 0, blocks: tail >> 4 });
    finishHash(state, view, {
      offset: tail,
      length: prefixLength - rest.length + end,
    });
    return state;
  };

  return { hash, bucket: (unit, count) => bucketOfHash(hash(unit), count) };
};
