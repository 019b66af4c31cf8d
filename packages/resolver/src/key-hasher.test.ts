import { describe, expect, it } from 'vitest';
import { createKeyHasher } from './key-hasher';

/** Given by the test runner; the types of Node stay out of this package. */
declare const __dirname: string;

type BucketingCase = {
  readonly prefix: string;
  readonly unit: string;
  readonly buckets: number;
  readonly h1: string;
  readonly bucket: number;
};

const loadCases = async (): Promise<readonly BucketingCase[]> => {
  const path = `${__dirname}/../../../specs/resolver/bucketing.json`;
  const loaded: { default: { cases: readonly BucketingCase[] } } = await import(
    path
  );
  return loaded.default.cases;
};

const h1Of = (state: Int32Array): string =>
  [state[0], state[1]]
    .map(half => ((half ?? 0) >>> 0).toString(16).padStart(8, '0'))
    .join('');

describe('createKeyHasher', () => {
  it('gives the published hashes and buckets', async () => {
    const cases = await loadCases();
    expect(cases).toHaveLength(8);
    for (const { prefix, unit, buckets, h1, bucket } of cases) {
      const hasher = createKeyHasher(prefix);
      expect(h1Of(hasher.hash(unit))).toBe(h1);
      expect(hasher.bucket(unit, buckets)).toBe(bucket);
    }
  });

  it('does not depend on where the key is split', async () => {
    for (const { prefix, unit, h1 } of await loadCases()) {
      const key = prefix + unit;
      for (const at of [0, 1, 15, 16, 17].filter(
        index => index <= prefix.length,
      )) {
        const hasher = createKeyHasher(key.slice(0, at));
        expect(h1Of(hasher.hash(key.slice(at)))).toBe(h1);
      }
    }
  });

  it('forgets longer keys hashed before', () => {
    const hasher = createKeyHasher('MegaSalt-acme|');
    hasher.bucket('ü'.repeat(1_000), 10);
    expect(hasher.bucket('user-1', 1_000_000)).toBe(365921);
  });

  it('gives each of several hashers its own hash, whatever came between', async () => {
    const cases = await loadCases();
    const hashers = cases.map(({ prefix }) => createKeyHasher(prefix));
    for (const { unit } of cases) {
      for (const hasher of hashers) hasher.hash(unit);
    }
    hashers.forEach((hasher, index) => {
      const { unit = '', h1 } = cases[index] ?? {};
      expect(h1Of(hasher.hash(unit))).toBe(h1);
      expect(h1Of(hasher.hash(unit))).toBe(h1);
    });
  });

  it('reads a lone surrogate as U+FFFD', () => {
    const hasher = createKeyHasher('seg|');
    expect(hasher.bucket('a\ud800b', 1_000_000)).toBe(
      hasher.bucket('a\ufffdb', 1_000_000),
    );
  });
});
