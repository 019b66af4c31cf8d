import { loadKernel } from './kernel';
import { bucketOfHash, finishHash, mixBlocks, state } from './murmur3';
import { UNIT_OFFSET, bytesFor, keyMemory, putUnit } from './unit-bytes';
import type { KeyMemory } from './unit-bytes';

/**
 * The beginning that keys share, hashed as far as it goes: the 32-bit words in
 * front of the unit that murmur3.wat describes. Plain numbers: a typed array
 * of each one's own would weigh more than everything else.
 */
export type HashPrefix = readonly number[];

const REST_LENGTH = 16;
const MIXED_LENGTH = 20;

/** Up to here 32-bit halves are exact; rules have a million at most. */
const MAX_COUNT = 2 ** 20;

const kernel = loadKernel();
/** Where keys are put together; that of the kernel where there is one. */
const shared = keyMemory(kernel?.buffer ?? new ArrayBuffer(1024));
let sharedPrefix: HashPrefix | null = null;

const memoryFor = (unit: string): KeyMemory =>
  bytesFor(unit.length) <= shared.view.byteLength
    ? shared
    : keyMemory(new ArrayBuffer(bytesFor(unit.length)));

/** The prefix `text` of keys, such as `MegaSalt-acme|`. */
export const hashPrefix = (text: string): HashPrefix => {
  const memory = memoryFor(text);
  putUnit(memory, text);
  const { view, end } = memory;
  const length = end - UNIT_OFFSET;
  const blocks = length >> 4;
  state.fill(0);
  mixBlocks(view, { offset: UNIT_OFFSET, blocks });
  const [h1High = 0, h1Low = 0, h2High = 0, h2Low = 0] = state;
  const lastWords = [-16, -12, -8, -4].map(at => view.getInt32(end + at, true));
  return [
    ...[h1Low, h1High, h2Low, h2High, length & 15, blocks * 16, 0, 0],
    ...lastWords,
  ];
};

/** Leaves prefix and unit in the memory it returns. */
const putKey = (prefix: HashPrefix, unit: string): KeyMemory => {
  const memory = memoryFor(unit);
  if (memory !== shared || sharedPrefix !== prefix) {
    for (let word = 0; word < prefix.length; word++) {
      memory.view.setInt32(word * 4, prefix[word] ?? 0, true);
    }
  }
  if (memory === shared) sharedPrefix = prefix;
  putUnit(memory, unit);
  return memory;
};

/**
 * The hash of prefix + unit: h1 and h2 as (high, low) words, overwritten by
 * the next call.
 */
export const keyHash = (prefix: HashPrefix, unit: string): Int32Array => {
  const { view, end } = putKey(prefix, unit);
  for (let word = 0; word < 4; word++) {
    view.setInt32(end + word * 4, 0, true);
    // The memory holds low words first, the state high ones.
    state[word ^ 1] = view.getInt32(word * 4, true);
  }
  const offset = UNIT_OFFSET - view.getInt32(REST_LENGTH, true);
  const length = end - offset;
  const blocks = length >> 4;
  mixBlocks(view, { offset, blocks });
  finishHash(view, {
    offset: offset + blocks * 16,
    length: view.getInt32(MIXED_LENGTH, true) + length,
  });
  return state;
};

/** {@link keyBucket} without WebAssembly. */
export const keyBucketInJavaScript = (
  prefix: HashPrefix,
  unit: string,
  count: number,
): number => {
  keyHash(prefix, unit);
  return bucketOfHash(count);
};

/**
 * The bucket of prefix + unit, from 0 up to but not including `count`:
 * `(h1 >> 4) mod count` of MurmurHash3 x64 128.
 *
 * @throws RangeError when `count` is no whole number from 1 to 2^20.
 */
export const keyBucket = (
  prefix: HashPrefix,
  unit: string,
  count: number,
): number => {
  if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT) {
    throw new RangeError(`A rule cannot have ${count} buckets.`);
  }
  if (kernel === null || bytesFor(unit.length) > shared.view.byteLength) {
    return keyBucketInJavaScript(prefix, unit, count);
  }
  return kernel.bucket(putKey(prefix, unit).end, count);
};

/** Bytes of `unit` in UTF-8. */
export const unitByteLength = (unit: string): number => {
  const memory = memoryFor(unit);
  putUnit(memory, unit);
  return memory.end - UNIT_OFFSET;
};
