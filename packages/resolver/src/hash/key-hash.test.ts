import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import loadWabt from 'wabt';
import { decodeBase64 } from '../base64';
import {
  hashPrefix,
  keyBucket,
  keyBucketInJavaScript,
  keyHash,
  unitByteLength,
} from './key-hash';
import { KERNEL_BASE64 } from './murmur3-kernel.generated';

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
  const path = `${__dirname}/../../../../specs/resolver/bucketing.json`;
  const loaded: { default: { cases: readonly BucketingCase[] } } = await import(
    path
  );
  return loaded.default.cases;
};

const h1Of = (prefix: string, unit: string): string => {
  const hashed = keyHash(hashPrefix(prefix), unit);
  return [hashed[0], hashed[1]]
    .map(half => ((half ?? 0) >>> 0).toString(16).padStart(8, '0'))
    .join('');
};

/** Both ways to a bucket, which have to agree. */
const bucket = (prefix: string, unit: string, count: number): number => {
  const compiled = hashPrefix(prefix);
  const result = keyBucket(compiled, unit, count);
  expect(keyBucketInJavaScript(compiled, unit, count)).toBe(result);
  return result;
};

describe('keyBucket', () => {
  it('gives the published hashes and buckets', async () => {
    const cases = await loadCases();
    expect(cases).toHaveLength(8);
    for (const { prefix, unit, buckets, h1, bucket: expected } of cases) {
      expect(h1Of(prefix, unit)).toBe(h1);
      expect(bucket(prefix, unit, buckets)).toBe(expected);
    }
  });

  it('does not depend on where the key is split', async () => {
    for (const { prefix, unit, h1, buckets, ...test } of await loadCases()) {
      const key = prefix + unit;
      for (const at of [0, 1, 15, 16, 17].filter(
        index => index <= prefix.length,
      )) {
        expect(h1Of(key.slice(0, at), key.slice(at))).toBe(h1);
        expect(bucket(key.slice(0, at), key.slice(at), buckets)).toBe(
          test.bucket,
        );
      }
    }
  });

  it('forgets longer keys hashed before', () => {
    bucket('MegaSalt-acme|', 'ü'.repeat(1_000), 10);
    bucket('MegaSalt-acme|', 'ü'.repeat(100_000), 10);
    expect(bucket('MegaSalt-acme|', 'user-1', 1_000_000)).toBe(365921);
  });

  it('gives each of several prefixes its own bucket, whatever came between', async () => {
    const cases = await loadCases();
    const prefixes = cases.map(({ prefix }) => hashPrefix(prefix));
    for (const { unit } of cases) {
      for (const prefix of prefixes) keyBucket(prefix, unit, 10);
    }
    prefixes.forEach((prefix, index) => {
      const { unit = '', buckets = 0, bucket: expected } = cases[index] ?? {};
      expect(keyBucket(prefix, unit, buckets)).toBe(expected);
      expect(keyBucketInJavaScript(prefix, unit, buckets)).toBe(expected);
      expect(keyBucket(prefix, unit, buckets)).toBe(expected);
    });
  });

  it('is the same in WebAssembly and in JavaScript', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 40 }),
    );
    const count = fc.integer({ min: 1, max: 2 ** 20 });
    fc.assert(
      fc.property(text, text, count, (prefix, unit, buckets) => {
        const result = bucket(prefix, unit, buckets);
        expect(result).toBeGreaterThanOrEqual(0);
        expect(result).toBeLessThan(buckets);
      }),
      { seed: 1, numRuns: 500 },
    );
  }, 60_000);

  it.each([0, -1, 1.5, NaN, Infinity, 2 ** 20 + 1])(
    'refuses %s buckets',
    count => {
      expect(() => keyBucket(hashPrefix('seg|'), 'u', count)).toThrow(
        RangeError,
      );
    },
  );

  it('reads a lone surrogate as U+FFFD', () => {
    expect(bucket('seg|', 'a\ud800b', 1_000_000)).toBe(
      bucket('seg|', 'a\ufffdb', 1_000_000),
    );
    expect(unitByteLength('\ud800')).toBe(3);
  });
});

describe('without WebAssembly', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it.each([
    ['missing', undefined],
    [
      'refused by a security policy',
      {
        Module: () => {
          throw new EvalError('unsafe-eval');
        },
      },
    ],
  ])('gives the same buckets where it is %s', async (_how, webAssembly) => {
    vi.resetModules();
    vi.stubGlobal('WebAssembly', webAssembly);
    const fresh = await import('./key-hash');
    const { loadKernel } = await import('./kernel');
    expect(loadKernel()).toBeNull();
    for (const { prefix, unit, buckets, ...test } of await loadCases()) {
      const result = fresh.keyBucket(fresh.hashPrefix(prefix), unit, buckets);
      expect(result).toBe(test.bucket);
    }
  });
});

describe('the kernel', () => {
  it('is what its source compiles to', async () => {
    const source: { default: string } = await import('./murmur3.wat?raw');
    const wabt = await loadWabt();
    const { buffer } = wabt
      .parseWat('murmur3.wat', source.default)
      .toBinary({});
    expect(decodeBase64(KERNEL_BASE64)).toEqual(buffer);
  });
});
