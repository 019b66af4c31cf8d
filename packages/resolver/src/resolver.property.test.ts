import {
  allocateSegment,
  buildResolverState,
  splitAssignments,
} from '@etude/flags';
import type { Flag, Population, Segment } from '@etude/flags';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileState } from './compile-state';
import { hashPrefix, keyBucket } from './hash/key-hash';
import type { EvaluationContext, FlagResolution } from './resolution';
import { aFlag, aRule, aSegment, aState, attributeIs } from './test-state';

const segmentWith = (
  proportion: number,
  population: Population | null,
): Segment => ({
  id: 'some-people',
  description: '',
  targeting: null,
  allocation: { proportion, exclusivityTags: [], exclusiveTo: [] },
  population,
  state: 'allocated',
  etag: '1',
});

const flagWith = (weights: readonly number[]): Flag => ({
  id: 'checkout',
  description: '',
  owner: 'group:default/shop',
  labels: {},
  schema: { type: 'struct', fields: {} },
  clients: ['shop'],
  variants: weights.map((_, index) => ({
    id: `v${index}`,
    value: {},
    description: '',
  })),
  rules: [
    {
      id: 'split',
      name: 'split',
      owner: { kind: 'person', ref: 'user:default/ada' },
      enabled: true,
      segment: 'some-people',
      targetingKeySelector: '',
      environments: [],
      assignments: splitAssignments(
        weights.map((weight, index) => ({ variant: `v${index}`, weight })),
      ),
      bucketCount: 10_000,
    },
  ],
  enabled: true,
  disabledEnvironments: [],
  defaultVariant: null,
  prerequisites: [],
  state: 'active',
  etag: '1',
});

const resolverOf = (weights: readonly number[], segment: Segment) => {
  const resolver = compileState(
    buildResolverState({
      account: 'acme',
      version: '1',
      clients: [
        {
          id: 'shop',
          displayName: 'Shop',
          credentials: [
            {
              id: 'web',
              name: 'Web',
              kind: 'server',
              secretHash: 'hash',
              environments: [],
              revokedAt: null,
            },
          ],
        },
      ],
      flags: [flagWith(weights)],
      segments: [segment],
    }),
  );
  const credential = resolver.findCredential('hash');
  if (credential === undefined) throw new Error('no credential');
  return (context: EvaluationContext): FlagResolution => {
    const resolution = resolver.resolveFlag('flags/checkout', {
      credential,
      context,
    });
    if (resolution === undefined) throw new Error('no flag');
    return resolution;
  };
};

const populationOf = (segment: Segment): Population => {
  const result = allocateSegment(segment, []);
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};

describe('resolver laws', () => {
  it('gives the same context the same variant in every copy', () => {
    const segment = segmentWith(0.7, populationOf(segmentWith(0.7, null)));
    const one = resolverOf([1, 2, 3], segment);
    const other = resolverOf([1, 2, 3], segment);
    fc.assert(
      fc.property(fc.string(), fc.string(), (unit, noise) => {
        const first = one({ targeting_key: unit });
        one({ targeting_key: noise });
        expect(one({ targeting_key: unit })).toEqual(first);
        expect(other({ targeting_key: unit })).toEqual(first);
      }),
      { seed: 1 },
    );
  });

  it('never moves a unit already in when the allocation is raised', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, (left, right) => {
        const [small, large] = [Math.min(left, right), Math.max(left, right)];
        const before = populationOf(segmentWith(small, null));
        const after = populationOf(segmentWith(large, before));
        const early = resolverOf([1, 1], segmentWith(small, before));
        const late = resolverOf([1, 1], segmentWith(large, after));
        for (let index = 0; index < 200; index++) {
          const context = { targeting_key: `user-${index}` };
          const first = early(context);
          if (first.reason === 'MATCH') expect(late(context)).toEqual(first);
        }
      }),
      { seed: 1, numRuns: 30 },
    );
  });

  it('gives each variant its share of a million units', () => {
    const weights = [50, 30, 20];
    const assignments = splitAssignments(
      weights.map((weight, index) => ({ variant: `v${index}`, weight })),
    );
    const ends = assignments.map(({ ranges }) => ranges[0]?.[1] ?? 0);
    const prefix = hashPrefix('some-people|');
    const units = 1_000_000;
    const counts = [0, 0, 0];
    for (let index = 0; index < units; index++) {
      const bucket = keyBucket(prefix, `user-${index}`, 10_000);
      const variant = ends.findIndex(end => bucket < end);
      counts[variant] = (counts[variant] ?? 0) + 1;
    }
    const chiSquare = weights.reduce((sum, weight, index) => {
      const expected = (units * weight) / 100;
      return sum + ((counts[index] ?? 0) - expected) ** 2 / expected;
    }, 0);
    // 0.999 quantile of the chi-square distribution with 2 degrees of freedom.
    expect(chiSquare).toBeLessThan(13.816);
    // The loop above is what the resolver does.
    const resolve = resolverOf(weights, segmentWith(1, 'ALL'));
    for (let index = 0; index < 1_000; index++) {
      const unit = `user-${index}`;
      const bucket = keyBucket(prefix, unit, 10_000);
      const { assignment } = resolve({ targeting_key: unit });
      expect(assignment?.assignmentId).toBe(
        assignments[ends.findIndex(end => bucket < end)]?.id,
      );
    }
  }, 60_000);

  it('never puts a unit into two segments that exclude each other', () => {
    const named = (id: string, proportion: number): Segment => ({
      ...segmentWith(proportion, null),
      id,
      allocation: {
        proportion,
        exclusivityTags: ['checkout'],
        exclusiveTo: ['checkout'],
      },
    });
    const shares = fc.array(fc.double({ min: 0.01, max: 0.3, noNaN: true }), {
      minLength: 2,
      maxLength: 4,
    });
    fc.assert(
      fc.property(shares, fc.nat(), (proportions, from) => {
        const allocated: Segment[] = [];
        for (const [index, proportion] of proportions.entries()) {
          const segment = named(`segment-${index}`, proportion);
          const result = allocateSegment(segment, allocated);
          if (!result.ok) continue;
          allocated.push({ ...segment, population: result.value });
        }
        const resolvers = allocated.map(({ population }) =>
          resolverOf([1], segmentWith(1, population)),
        );
        for (let index = 0; index < 100; index++) {
          const context = { targeting_key: `user-${from + index}` };
          const matches = resolvers.filter(
            resolve => resolve(context).reason === 'MATCH',
          );
          expect(matches.length).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  it('allocates about the share of units it was asked for', () => {
    const segment = segmentWith(0.1, populationOf(segmentWith(0.1, null)));
    const resolve = resolverOf([1], segment);
    let matched = 0;
    for (let index = 0; index < 20_000; index++) {
      if (resolve({ targeting_key: `user-${index}` }).reason === 'MATCH') {
        matched++;
      }
    }
    // 2000 ± 4 standard deviations of sqrt(20000 · 0.1 · 0.9) = 42.4.
    expect(Math.abs(matched - 2000)).toBeLessThan(170);
  });

  const trapNames = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];

  it.each(trapNames)('finds no %s in a context that has none', name => {
    const resolver = compileState(
      aState({
        flags: [
          aFlag({ rules: [aRule({ targetingKeySelector: name })] }),
          aFlag({
            name: 'flags/targeted',
            rules: [aRule({ segment: 'segments/trap' })],
          }),
        ],
        segments: [
          aSegment(),
          aSegment({
            name: 'segments/trap',
            targeting: {
              criteria: {
                it: {
                  type: 'attribute',
                  attribute: name,
                  rule: { op: 'eq', value: null },
                },
              },
              expression: { type: 'ref', ref: 'it' },
            },
          }),
        ],
      }),
    );
    const credential = resolver.findCredential('hash');
    if (credential === undefined) throw new Error('no credential');
    const result = resolver.resolve({ credential, context: {} });
    expect(result.ok && result.value.map(({ reason }) => reason)).toEqual([
      'NO_SEGMENT_MATCH',
      'MATCH',
    ]);
    expect(
      resolver.resolveFlag(name, { credential, context: {} }),
    ).toBeUndefined();
    expect(resolver.findCredential(name)).toBeUndefined();
  });

  it('never throws, whatever JSON the context is', () => {
    const attributes = ['a', 'a.b', '', '__proto__', 'constructor.name'];
    const resolver = compileState(
      aState({
        flags: attributes.map((attribute, index) =>
          aFlag({
            name: `flags/number-${index}`,
            rules: [
              aRule({
                segment: `segments/number-${index}`,
                targetingKeySelector: attribute,
              }),
              aRule(),
            ],
          }),
        ),
        segments: [
          aSegment(),
          ...attributes.map((attribute, index) =>
            aSegment({
              name: `segments/number-${index}`,
              targeting: attributeIs(attribute, 'x'),
              population: [[0, 500_000]],
            }),
          ),
        ],
      }),
    );
    const credential = resolver.findCredential('hash');
    if (credential === undefined) throw new Error('no credential');
    const key = fc.oneof(
      fc.constantFrom('a', 'b', 'targeting_key', ...trapNames),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), context => {
        const result = resolver.resolve({ credential, context });
        expect(result.ok && result.value).toHaveLength(attributes.length);
        expect(
          result.ok && result.value.some(({ reason }) => reason === 'ERROR'),
        ).toBe(false);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
