import { bucketOfHash, finishHash, mixBlocks, newHashState } from './murmur3';
import type { HashState } from './murmur3';
import { UNIT_OFFSET, unitBytes } from './unit-bytes';

/** Hashes keys that share a prefix. */
export type KeyHasher = {
  /** Bucket in `[0, count)` of the key prefix + unit. */
  readonly bucket: (unit: string, count: number) => number;
  /**
   * The finished hash of prefix + unit: h1 and h2 as (high, low) int32 pairs.
   * Overwritten by the next call of any hasher.
   */
  readonly hash: (unit: string) => HashState;
};

/** Shared by all hashers: states have thousands, one of which works. */
const state = newHashState();

/**
 * A hasher for keys that begin with `prefix`. Whole blocks of the prefix are
 * mixed once, here; the up to 15 bytes that are left go in front of each unit.
 */
export const createKeyHasher = (prefix: string): KeyHasher => {
  const { view, end } = unitBytes(prefix);
  const prefixLength = end - UNIT_OFFSET;
  const restLength = prefixLength & 15;
  const mixedLength = prefixLength - restLength;
  state.fill(0);
  mixBlocks(state, view, { offset: UNIT_OFFSET, blocks: mixedLength >> 4 });
  const [h1High = 0, h1Low = 0, h2High = 0, h2Low = 0] = state;
  // The last 16 bytes, the rest among them, as numbers: a typed array of each
  // hasher's own would weigh more than everything else.
  const rest0 = view.getInt32(end - 16, true);
  const rest1 = view.getInt32(end - 12, true);
  const rest2 = view.getInt32(end - 8, true);
  const rest3 = view.getInt32(end - 4, true);

  const hash = (unit: string): HashState => {
    const key = unitBytes(unit);
    key.view.setInt32(0, rest0, true);
    key.view.setInt32(4, rest1, true);
    key.view.setInt32(8, rest2, true);
    key.view.setInt32(12, rest3, true);
    state[0] = h1High;
    state[1] = h1Low;
    state[2] = h2High;
    state[3] = h2Low;
    const offset = UNIT_OFFSET - restLength;
    const length = key.end - offset;
    const blocks = length >> 4;
    mixBlocks(state, key.view, { offset, blocks });
    finishHash(state, key.view, {
      offset: offset + blocks * 16,
      length: mixedLength + length,
    });
    return state;
  };

  return { hash, bucket: (unit, count) => bucketOfHash(hash(unit), count) };
};
